import { createLog } from '@siteninja/core';
import { connectMongo } from '@siteninja/mongo';

/** A database URI that jest's global setup has made sure of. */
export function testMongoUri(): string {
  const uri = process.env.TEST_MONGODB_URI;
  if (uri === undefined)
    throw new Error('TEST_MONGODB_URI is not set: run the tests with jest from the root.');
  return uri;
}

/**
 * Drops a database that nobody is connected to any more. Where a transaction is open in it SecantusDB waits for its end
 * and lets nobody end it, so that all other tests would wait too; closing the connections has ended them.
 */
export async function dropDatabase(name: string): Promise<void> {
  const connection = await connectMongo(testMongoUri(), name, createLog('test', 'silent'));
  await connection.dropDatabase();
  await connection.close();
}
