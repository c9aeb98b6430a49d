import { type Consumer } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { startTrial } from './trial';

/** Every tenant begins with a trial. */
export const trialOfNewTenants: Consumer<BillingCtx> = {
  name: 'trial',
  types: ['tenant.created'],
  handle: (tx, event) => startTrial(tx, new Date(event.occurredAt)),
};
