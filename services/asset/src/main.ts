import { runService } from '@siteninja/service';
import { assetService } from './app';

void runService(assetService, process);
