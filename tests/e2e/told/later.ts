import { AFTER_ALL_WEBHOOKS, BEFORE_ANY_WEBHOOK, type Occurrences } from './occurrence';
import { type Stage } from './stage';

/** What a subscription has used is counted without events. */
const subscription = async ({ read }: Stage): Promise<object> => {
  const { usage: _, ...rest } = await read('/subscription');
  return rest;
};
const newestInvoice = async ({ list }: Stage): Promise<object> => {
  const [newest] = await list('/subscription/invoices?sort=createdAt&order=desc');
  return newest ?? {};
};
/** What the restoration answered: billing goes on with it, which changes the tenant a moment later. */
const restored = new WeakMap<Stage, object>();
/** These move the clock, so they come last. */
export const laterOccurrences = {
  'schedule.created': {
    get: '/schedules/{scheduleId}',
    act: ({ schedule }) => schedule('publish', 3_600),
  },
  'schedule.updated': {
    get: '/schedules/{scheduleId}',
    act: ({ put }) => put('/schedules/{scheduleId}', { at: '2099-01-02T00:00:00Z' }),
  },
  'schedule.cancelled': {
    get: '/schedules/{scheduleId}',
    act: ({ remove }) => remove('/schedules/{scheduleId}'),
  },
  'schedule.fired': {
    get: '/schedules/{scheduleId}',
    act: async (stage) => {
      await stage.schedule('unpublish', 60);
      await stage.advance(61);
    },
  },
  'schedule.missed': {
    get: '/schedules/{scheduleId}',
    act: async (stage) => {
      await stage.schedule('publish', 60);
      await stage.advance(3 * 86_400);
    },
  },
  'schedule.failed': {
    get: '/schedules/{scheduleId}',
    act: async (stage) => {
      await stage.post('/pages/{pageId}/publish');
      await stage.schedule('unpublish', 60);
      await stage.post('/pages/{pageId}/unpublish');
      await stage.advance(61);
    },
  },
  'subscription.trial_ending': { get: subscription, act: ({ advance }) => advance(8.5 * 86_400) },
  'subscription.updated': { get: subscription, act: (stage) => stage.pay('pm_card_chargeCustomerFail') },
  'invoice.failed': { get: newestInvoice, act: ({ advance }) => advance(31 * 86_400) },
  'invoice.paid': { get: newestInvoice, act: (stage) => stage.pay('pm_card_chargeCustomerFail') },
  'subscription.past_due': { get: subscription, act: ({ advance }) => advance(31 * 86_400) },
  'subscription.cancelled': {
    get: subscription,
    act: ({ remove }) => remove('/subscription?immediately=true'),
  },
  'subscription.created': { get: subscription, act: (stage) => stage.pay('pm_card_visa') },
  'tenant.created': BEFORE_ANY_WEBHOOK,
  'tenant.deleted': { get: '', act: ({ remove }) => remove('') },
  'tenant.restored': {
    get: (stage) => Promise.resolve(restored.get(stage) ?? {}),
    act: async (stage) => restored.set(stage, await stage.post('/restore')),
  },
  'tenant.erased': AFTER_ALL_WEBHOOKS,
} satisfies Partial<Occurrences>;
