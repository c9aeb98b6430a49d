import { runService } from '@siteninja/service';
import { integrationService } from './app';

void runService(integrationService, process);
