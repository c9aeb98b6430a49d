import { subscription } from '@siteninja/contracts';
import { s } from '@siteninja/schema';
import { usage } from '../usage/usage.schema';

export { subscription };

export const subscriptionWithUsage = s.named(
  'SubscriptionWithUsage',
  s.object({
    ...subscription.fields,
    usage: s.describe(usage, 'Counted from events: up to a second behind.'),
  }),
);
