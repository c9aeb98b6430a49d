import { runService } from '@siteninja/http';
import { identityService } from './app';

void runService(identityService, process.env);
