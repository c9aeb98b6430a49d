import { type Fields, s } from '@siteninja/schema';

/**
 * The query of a list: `page` (from 1), `limit` (default 20; above 100 is taken as 100), `sort` (the first one
 * named is the default), `order`, and the route's own filters, if it has any.
 */
export function listQuery<const S extends string, F extends Fields = Record<never, never>>(options: {
  sort: readonly [S, ...S[]];
  order?: 'asc' | 'desc';
  filters?: F;
}) {
  const { sort, order = 'desc', filters } = options;
  return s.object({
    page: s.describe(s.default(s.integer({ min: 1 }), 1), 'From 1.'),
    limit: s.describe(s.default(s.integer({ min: 1 }), 20), 'Above 100 is taken as 100.'),
    sort: s.default(s.enum<string>(...sort), sort[0]),
    order: s.default(s.enum<'asc' | 'desc'>('asc', 'desc'), order),
    ...filters,
  });
}
