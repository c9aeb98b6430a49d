import { runService } from '@siteninja/http';
import { assetService } from './app';

void runService(assetService, process.env);
