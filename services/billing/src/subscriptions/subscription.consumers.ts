import { type Consumer } from '@siteninja/events';
import { check, moment, shape } from '@siteninja/http';
import { type BillingCtx } from '../context';
import { startTrial } from './subscription';

/** What is read of the making of a tenant. */
const making = shape({ occurredAt: moment() });

/** Every tenant begins with a trial. */
export const trialOfNewTenants: Consumer<BillingCtx> = {
  name: 'trial',
  types: ['tenant.created'],
  handle: (tx, { type, occurredAt }) => {
    const checked = check(making, { occurredAt });
    if ('errors' in checked) throw new Error(`${type} is another one: ${JSON.stringify(checked.errors)}`);
    return startTrial(tx, new Date(checked.value.occurredAt));
  },
};
