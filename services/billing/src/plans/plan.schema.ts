import { PLAN_KEYS, planLimits } from '@siteninja/contracts';
import { type Infer, s } from '@siteninja/schema';

const cents = s.describe(s.integer({ min: 0 }), 'In cents.');

export const plan = s.resource('Plan', {
  key: s.enum(...PLAN_KEYS),
  name: s.string(),
  prices: s.object({ month: cents, year: cents }),
  currency: s.describe(s.string({ min: 3, max: 3 }), 'ISO 4217.'),
  features: s.array(s.string()),
  limits: planLimits,
  sortOrder: s.integer(),
});

export type NewPlan = Omit<Infer<typeof plan>, 'id' | 'revision' | 'createdAt' | 'updatedAt'>;
export type PlanKey = NewPlan['key'];
