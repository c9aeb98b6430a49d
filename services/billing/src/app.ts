import { defineService } from '@siteninja/service';
import { apiRequestBatches } from './api-requests/api-request.model';
import { internalApiRequestRoutes } from './api-requests/api-request.routes';
import { billingConfig } from './config';
import { invoices } from './invoices/invoice.model';
import { seedPlans } from './plans/plan';
import { mailJobs } from './subscriptions/mail.jobs';
import { missingStepJobs } from './subscriptions/missing-steps.jobs';
import { plans } from './plans/plan.model';
import { planRoutes } from './plans/plan.routes';
import { openPorts } from './ports';
import { compareJobs } from './stripe/compare.jobs';
import { stripeEvents } from './stripe/stripe-event.model';
import { stripeRoutes } from './stripe/webhook.routes';
import { customers } from './subscriptions/customer.model';
import { eraseAccounts } from './subscriptions/erase-accounts';
import { takeStep } from './subscriptions/lifecycle';
import { cancelEnded, pauseDeleted } from './subscriptions/provider.jobs';
import { pausesOfDeletedTenants, trialOfNewTenants } from './subscriptions/subscription.consumers';
import { subscriptions } from './subscriptions/subscription.model';
import { subscriptionRoutes } from './subscriptions/subscription.routes';
import { usageCounters } from './usage/usage.consumers';
import { aiUsages, apiRequestUsages, storageUsages, usages } from './usage/usage.model';
import { internalUsageRoutes } from './usage/usage.routes';

/** What a tenant may use, for how long, and how much of it is used. */
export const billingService = defineService({
  name: 'billing',
  config: billingConfig,
  routes: {
    plans: planRoutes,
    subscription: subscriptionRoutes,
    billing: stripeRoutes,
    internal: [...internalApiRequestRoutes, ...internalUsageRoutes],
  },
  collections: [
    plans,
    subscriptions,
    customers,
    invoices,
    usages,
    storageUsages,
    aiUsages,
    apiRequestUsages,
    apiRequestBatches,
    stripeEvents,
  ],
  consumers: [trialOfNewTenants, pausesOfDeletedTenants, usageCounters],
  jobs: [takeStep, cancelEnded, pauseDeleted, ...mailJobs, ...compareJobs, ...missingStepJobs],
  eraseSteps: [eraseAccounts],
  ports: openPorts,
  seed: seedPlans,
});
