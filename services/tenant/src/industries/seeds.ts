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

export const SEEDED_INDUSTRIES = NAMES.map(([name, description, icon], index) => ({
  name,
  description,
  icon,
  sortOrder: (index + 1) * 10,
}));
