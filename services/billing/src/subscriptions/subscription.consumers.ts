import { type Consumer, readFields } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type BillingCtx } from '../context';
import { startTrial } from './subscription';

/** What is read of the making of a tenant. */
const making = s.object({ occurredAt: s.dateTime() });

/** Every tenant begins with a trial. */
export const trialOfNewTenants: Consumer<BillingCtx> = {
  name: 'trial',
  types: ['tenant.created'],
  handle: (tx, event) => {
    const { occurredAt } = readFields(making, { ...event }, event.type);
    return startTrial(tx, new Date(occurredAt));
  },
};
