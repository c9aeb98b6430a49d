import { TENANT_STATUSES } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

export const PLAN_KEYS = ['free', 'starter', 'pro', 'business'] as const;

/** How long the trial is that every tenant begins with. */
export const TRIAL_DAYS = 14;

const limit = (what: string) => s.describe(s.nullable(s.integer({ min: 0 })), `${what}; null is no limit.`);

/** What a plan allows. */
export const planLimits = s.named(
  'PlanLimits',
  s.object({
    pages: limit('Pages that are not deleted'),
    users: limit('Members and invitations'),
    storageBytes: limit('Bytes of pictures and files'),
    aiCredits: limit('AI credits a month'),
    customDomains: limit('Domains besides the subdomain'),
    apiRequests: limit('Requests by API keys a month'),
    versions: limit('Newest versions kept of each page, besides those that a kept release names'),
    // Plans that are older do not say these.
    releaseDays: s.default(
      limit('Days that a release can be activated again after another took its place, at least one'),
      null,
    ),
    auditDays: s.default(limit('Days that entries of the audit log are kept'), null),
    premiumTemplates: s.boolean(),
  }),
);

/** The plan that a tenant is on. */
export const subscription = s.tenantResource('Subscription', {
  plan: s.enum(...PLAN_KEYS),
  planId: s.uuid(),
  interval: s.enum('month', 'year'),
  status: s.enum(...TENANT_STATUSES),
  currentPeriodStart: s.dateTime(),
  currentPeriodEnd: s.dateTime(),
  trialEndsAt: s.nullable(s.dateTime()),
  cancelAtPeriodEnd: s.boolean(),
  provider: s.describe(s.nullable(s.string()), 'Who collects the money; null during the trial.'),
  limits: planLimits,
});

export const subscriptionEvents = defineEvents('subscription', subscription, {
  created: 'create',
  updated: 'update',
  cancelled: 'cancel',
  past_due: 'past_due',
  trial_ending: 'trial_ending',
});
