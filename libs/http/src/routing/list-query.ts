import { described, type Fields, integer, oneOf, shape, withDefault } from '@siteninja/schema';

/**
 * The query of a list: `page` (from 1), `limit` (default 20; above 100 is taken as 100), `sort` (the first one
 * named is the default), `order`, and the route's own filters.
 */
export function listQuery<const S extends string, F extends Fields = Record<never, never>>(options: {
  sort: readonly [S, ...S[]];
  order?: 'asc' | 'desc';
  filters: F;
}) {
  const { sort, order = 'desc', filters } = options;
  return shape({
    page: described(withDefault(integer({ min: 1 }), 1), 'From 1.'),
    limit: described(withDefault(integer({ min: 1 }), 20), 'Above 100 is taken as 100.'),
    sort: withDefault(oneOf<string>(...sort), sort[0]),
    order: withDefault(oneOf<'asc' | 'desc'>('asc', 'desc'), order),
    ...filters,
  });
}
