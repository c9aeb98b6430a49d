import { CURSOR, invalid } from '@siteninja/core';
import { type QueryFilter } from 'mongoose';
import { type BaseFields } from './definition';

/** Names a row, for who wants what comes after it. Opaque to clients: they hand back what they were given. */
export function cursorOf<R extends BaseFields>(row: R | undefined, by: keyof R & string): string | null {
  if (!row) return null;
  const time: unknown = row[by];
  if (!(time instanceof Date)) throw new Error(`${by} is no time that a log could go by.`);
  return write(time.getTime(), row._id);
}

/**
 * What comes after the row that a cursor names, newest first.
 * @throws invalid for a cursor that is none of ours
 */
export function afterCursor<R extends BaseFields>(cursor: string, by: keyof R & string): QueryFilter<R> {
  const { time, id } = read(cursor);
  // The bound on the time alone is what an index can serve. It is no `$lte`: SecantusDB loses the bound itself
  // where the index goes on behind the field.
  const notAfter = { [by]: { $lt: new Date(time.getTime() + 1) } };
  return { ...notAfter, $or: [{ [by]: { $lt: time } }, { _id: { $lt: id } }] };
}

function write(milliseconds: number, id: string): string {
  return `${milliseconds}.${id}`;
}

function read(cursor: string): { time: Date; id: string } {
  const [milliseconds, id] = cursor.split('.');
  if (!CURSOR.test(cursor) || id === undefined) {
    throw invalid([{ field: 'cursor', message: 'cursor must be the nextCursor of an answer' }]);
  }
  return { time: new Date(Number(milliseconds)), id };
}
