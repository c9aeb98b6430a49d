import { runService } from '@siteninja/service';
import { billingService } from './app';

void runService(billingService, process);
