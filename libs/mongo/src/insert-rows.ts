import { type mongo } from 'mongoose';

/** Inserts rows by the driver: mongoose would neither cast nor check them. For a single one it has a shorter way. */
export async function insertRows(
  collection: Pick<mongo.Collection, 'insertOne' | 'insertMany'>,
  rows: mongo.Document[],
  options: { session?: mongo.ClientSession },
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  if (rows.length === 1) await collection.insertOne(first, options);
  else await collection.insertMany(rows, options);
}
