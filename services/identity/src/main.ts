import { runService } from '@siteninja/service';
import { identityService } from './app';

void runService(identityService, process);
