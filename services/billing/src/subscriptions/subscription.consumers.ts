import { type Consumer } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { continueSubscription, pauseSubscription } from './pause';
import { startTrial } from './trial';

/** Every tenant begins with a trial. */
export const trialOfNewTenants: Consumer<BillingCtx> = {
  name: 'trial',
  types: ['tenant.created'],
  handle: (tx, event) => startTrial(tx, new Date(event.occurredAt)),
};

/** Billing pauses while a tenant is deleted, and goes on where it stopped when that is restored. */
export const pausesOfDeletedTenants: Consumer<BillingCtx> = {
  name: 'pauses',
  types: ['tenant.deleted', 'tenant.restored'],
  handle: async (tx, { id: eventId, type, resource: { version }, occurredAt }) => {
    const change = { version, at: new Date(occurredAt), eventId };
    await (type === 'tenant.deleted' ? pauseSubscription(tx, change) : continueSubscription(tx, change));
  },
};
