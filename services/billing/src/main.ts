import { runService } from '@siteninja/http';
import { billingService } from './app';

void runService(billingService, process.env);
