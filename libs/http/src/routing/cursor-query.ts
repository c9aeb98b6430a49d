import { CURSOR, type CursorPagination } from '@siteninja/core';
import { type Fields, s, type Schema } from '@siteninja/schema';
import { type Returns } from './route';

/** The query of a log, which goes by `cursor`, newest first: `limit`, `cursor` and the route's own filters. */
export function cursorQuery<F extends Fields = Record<never, never>>({ filters }: { filters: F }) {
  return s.object({
    limit: s.describe(s.default(s.integer({ min: 1 }), 20), 'Above 100 is taken as 100.'),
    cursor: s.describe(
      s.optional(s.string({ pattern: CURSOR, must: 'be the nextCursor of an answer' })),
      'The `nextCursor` of the answer before.',
    ),
    ...filters,
  });
}

const pagination = s.object({ limit: s.integer(), hasNext: s.boolean(), nextCursor: s.nullable(s.string()) });

/** One page of a log, as `paginateByCursor` of a collection reads it. */
export const cursorListOf = <T>(item: Schema<T>): Returns<{ items: T[]; pagination: CursorPagination }> => ({
  status: 200,
  form: 'list',
  schema: s.object({ items: s.array(item), pagination }),
});
