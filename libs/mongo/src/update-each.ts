import { unavailable } from '@siteninja/core';
import { type mongo } from 'mongoose';
import { type BaseFields } from './definition';

export interface RowChange<R extends BaseFields> {
  /** As it was read. */
  row: R;
  set: Partial<Omit<R, keyof BaseFields | 'tenantId'>>;
}

/**
 * Changes many rows in one round trip, each in its own way, provided that they are still as they were read.
 * @returns the rows after the change, in their order
 * @throws unavailable where a row has changed meanwhile
 */
export async function updateEach<R extends BaseFields>(
  collection: Pick<mongo.Collection, 'bulkWrite'>,
  changes: readonly RowChange<R>[],
  { scope, options, updatedAt }: { scope: object; options: mongo.BulkWriteOptions; updatedAt: Date },
): Promise<R[]> {
  if (changes.length === 0) return [];
  const writes = changes.map(({ row: { _id, revision }, set }): mongo.AnyBulkWriteOperation => {
    const filter: mongo.Filter<mongo.Document> = Object.fromEntries(
      Object.entries({ _id, revision, ...scope }),
    );
    return { updateOne: { filter, update: { $set: { ...set, updatedAt }, $inc: { revision: 1 } } } };
  });
  const result = await collection.bulkWrite(writes, options);
  if (result.matchedCount !== changes.length) {
    throw unavailable('database.busy', 'Somebody else has changed the same things. Try again.');
  }
  return changes.map(({ row, set }) => ({ ...row, ...set, revision: row.revision + 1, updatedAt }));
}
