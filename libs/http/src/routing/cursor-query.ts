import { CURSOR, type CursorPagination } from '@siteninja/core';
import {
  described,
  type Fields,
  flag,
  integer,
  list,
  nullable,
  optional,
  type Schema,
  shape,
  text,
  withDefault,
} from '@siteninja/schema';
import { type Returns } from './route';

/** The query of a log, which goes by `cursor`, newest first: `limit`, `cursor` and the route's own filters. */
export function cursorQuery<F extends Fields = Record<never, never>>({ filters }: { filters: F }) {
  return shape({
    limit: described(withDefault(integer({ min: 1 }), 20), 'Above 100 is taken as 100.'),
    cursor: described(optional(text({ pattern: CURSOR })), 'The `nextCursor` of the answer before.'),
    ...filters,
  });
}

const pagination = shape({ limit: integer(), hasNext: flag(), nextCursor: nullable(text()) });

/** A stretch of a log, as `Rows.newest` reads it. */
export const cursorListOf = <T>(item: Schema<T>): Returns<{ items: T[]; pagination: CursorPagination }> => ({
  status: 200,
  form: 'list',
  schema: shape({ items: list(item), pagination }),
});
