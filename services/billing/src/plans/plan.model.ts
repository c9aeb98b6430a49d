import { globalCollection, type GlobalRow } from '@siteninja/mongo';

export const PLAN_KEYS = ['free', 'starter', 'pro', 'business'] as const;
export type PlanKey = (typeof PLAN_KEYS)[number];

/** What a plan allows; null is no limit. */
export interface Limits {
  pages: number | null;
  users: number | null;
  storageBytes: number | null;
  /** A month. */
  aiCredits: number | null;
  customDomains: number | null;
  /** A month, by API keys. */
  apiRequests: number | null;
  /** Kept of each page. */
  versions: number | null;
  premiumTemplates: boolean;
}

export interface Plan {
  key: PlanKey;
  name: string;
  /** In cents. */
  prices: { month: number; year: number };
  currency: string;
  features: string[];
  limits: Limits;
  sortOrder: number;
}
export type PlanRow = GlobalRow<Plan>;

export const plans = globalCollection<Plan>({
  name: 'plans',
  fields: {
    key: { type: String, required: true },
    name: { type: String, required: true },
    prices: { type: Object, required: true },
    currency: { type: String, required: true },
    features: { type: [String], required: true },
    limits: { type: Object, required: true },
    sortOrder: { type: Number, required: true },
  },
  indexes: [{ fields: { key: 1 }, unique: true, serves: 'a plan is found by its key, and seeded once' }],
});
