import { createLog } from '@siteninja/core';
import { connectMongo } from '@siteninja/mongo';

/** A database URI that jest's global setup has made sure of. */
export function testMongoUri(): string {
  const uri = process.env.TEST_MONGODB_URI;
  if (uri === undefined)
    throw new Error('TEST_MONGODB_URI is not set: run the tests with jest from the root.');
  return uri;
}

/** Database → how many services of this process are connected to it. */
const users = new Map<string, number>();

export function joinDatabase(name: string): void {
  users.set(name, (users.get(name) ?? 0) + 1);
}

/** Call it with the connection closed. The last one to leave a database drops it. */
export async function leaveDatabase(name: string): Promise<void> {
  const left = (users.get(name) ?? 0) - 1;
  users.set(name, left);
  if (left <= 0) await dropDatabase(name);
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
