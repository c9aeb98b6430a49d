import { runService } from '@siteninja/service';
import { tenantService } from './app';

void runService(tenantService, process);
