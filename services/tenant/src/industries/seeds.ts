import { type TenantCtx } from '../context';
import { industries } from './industry.model';

const NAMES: readonly [name: string, description: string, icon: string][] = [
  ['Plumbing', 'Plumbing and HVAC services', 'wrench'],
  ['IT Consulting', 'Technology consulting services', 'laptop'],
  ['Healthcare', 'Medical and healthcare services', 'heartbeat'],
  ['Legal', 'Legal and law services', 'balance-scale'],
  ['Real Estate', 'Real estate and property services', 'home'],
  ['Automotive', 'Auto repair and services', 'car'],
  ['Restaurant', 'Food and beverage services', 'utensils'],
  ['Retail', 'Retail and e-commerce', 'shopping-cart'],
  ['Education', 'Education and training services', 'graduation-cap'],
  ['Other', 'Other services', 'ellipsis-h'],
];

const SEEDED_INDUSTRIES = NAMES.map(([name, description, icon], index) => ({
  name,
  description,
  icon,
  sortOrder: (index + 1) * 10,
}));

/** Adds the seeded industries that are missing by name; one that an admin has changed stays as it is. */
export async function seedIndustries(ctx: TenantCtx): Promise<void> {
  for (const { name, ...rest } of SEEDED_INDUSTRIES) {
    const known = await industries.in(ctx).findOne({ name });
    if (!known) await industries.in(ctx).upsert({ name }, { $setOnInsert: { ...rest, isActive: true } });
  }
}
