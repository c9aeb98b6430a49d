import { runService } from '@siteninja/http';
import { integrationService } from './app';

void runService(integrationService, process.env);
