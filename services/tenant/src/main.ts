import { runService } from '@siteninja/http';
import { tenantService } from './app';

void runService(tenantService, process.env);
