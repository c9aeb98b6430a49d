import { globalCollection, type RowOf } from '@siteninja/mongo';
import { plan } from './plan.schema';

export const plans = globalCollection({
  name: 'plans',
  noun: 'plan',
  fields: plan.fields,
  indexes: [{ fields: { key: 1 }, unique: true, serves: 'a plan is found by its key, and seeded once' }],
});

export type PlanRow = RowOf<typeof plans>;
