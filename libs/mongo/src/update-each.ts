import { unavailable } from '@siteninja/core';
import { type mongo } from 'mongoose';
import { type BaseFields } from './definition';

export interface RowChange<R extends BaseFields> {
  /** As it was read. */
  row: R;
  set: Partial<Omit<R, keyof BaseFields | 'tenantId'>>;
}

interface How {
  scope: object;
  options: mongo.BulkWriteOptions;
  updatedAt: Date;
}

/**
 * Changes many rows in one round trip, each in its own way, provided that they are still as they were read.
 * @returns the rows after the change, in their order
 * @throws unavailable where a row has changed meanwhile
 */
export async function updateEach<R extends BaseFields>(
  collection: Pick<mongo.Collection, 'bulkWrite'>,
  changes: readonly RowChange<R>[],
  how: How,
): Promise<R[]> {
  if ((await updateUnchanged(collection, changes, how)) !== changes.length) {
    throw unavailable('database.busy', 'Somebody else has changed the same things. Try again.');
  }
  const { updatedAt } = how;
  return changes.map(({ row, set }) => ({ ...row, ...set, revision: row.revision + 1, updatedAt }));
}

/** The same for those rows alone that are still as they were read. @returns how many these are */
export async function updateUnchanged<R extends BaseFields>(
  collection: Pick<mongo.Collection, 'bulkWrite'>,
  changes: readonly RowChange<R>[],
  { scope, options, updatedAt }: How,
): Promise<number> {
  if (changes.length === 0) return 0;
  const writes = changes.map(({ row: { _id, revision }, set }): mongo.AnyBulkWriteOperation => {
    const filter: mongo.Filter<mongo.Document> = Object.fromEntries(
      Object.entries({ _id, revision, ...scope }),
    );
    return { updateOne: { filter, update: { $set: { ...set, updatedAt }, $inc: { revision: 1 } } } };
  });
  return (await collection.bulkWrite(writes, options)).matchedCount;
}
