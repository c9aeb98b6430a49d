import { type NewPlan } from './plan.schema';

const MB = 1024 ** 2;
const GB = 1024 ** 3;

/** A year costs ten months. */
const price = (month: number) => ({ month, year: month * 10 });

const PLANS: readonly Omit<NewPlan, 'currency' | 'sortOrder'>[] = [
  {
    key: 'free',
    name: 'Free',
    prices: price(0),
    features: ['5 pages', '1 user', '100 MB of pictures and files', 'A subdomain of your own'],
    limits: {
      pages: 5,
      users: 1,
      storageBytes: 100 * MB,
      aiCredits: 10,
      customDomains: 0,
      apiRequests: 10_000,
      versions: 5,
      releaseDays: 30,
      auditDays: 30,
      premiumTemplates: false,
    },
  },
  {
    key: 'starter',
    name: 'Starter',
    prices: price(900),
    features: ['20 pages', '3 users', '1 GB of pictures and files', 'Your own domain'],
    limits: {
      pages: 20,
      users: 3,
      storageBytes: GB,
      aiCredits: 100,
      customDomains: 1,
      apiRequests: 100_000,
      versions: 20,
      releaseDays: 90,
      auditDays: 90,
      premiumTemplates: false,
    },
  },
  {
    key: 'pro',
    name: 'Pro',
    prices: price(2_900),
    features: ['100 pages', '10 users', '10 GB of pictures and files', '5 domains', 'Premium templates'],
    limits: {
      pages: 100,
      users: 10,
      storageBytes: 10 * GB,
      aiCredits: 1_000,
      customDomains: 5,
      apiRequests: 1_000_000,
      versions: 100,
      releaseDays: 365,
      auditDays: 365,
      premiumTemplates: true,
    },
  },
  {
    key: 'business',
    name: 'Business',
    prices: price(9_900),
    features: [
      'Any number of pages, users and domains',
      '100 GB of pictures and files',
      'Premium templates',
      'Every version kept',
    ],
    limits: {
      pages: null,
      users: null,
      storageBytes: 100 * GB,
      aiCredits: 10_000,
      customDomains: null,
      apiRequests: null,
      versions: null,
      releaseDays: null,
      auditDays: null,
      premiumTemplates: true,
    },
  },
];

export const SEEDED_PLANS: readonly NewPlan[] = PLANS.map((plan, index) => ({
  ...plan,
  currency: 'USD',
  sortOrder: (index + 1) * 10,
}));
