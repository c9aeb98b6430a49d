import { type Logger } from '@siteninja/core';
import { type Connection, createConnection, type mongo } from 'mongoose';
import { ALPHABETICAL, type CollectionDefinition, type Index } from './definition';
import { DriverConnection } from './driver-connection';

/** Milliseconds a request waits for a database that is unavailable, before it is told so. */
const SERVER_SELECTION = 2_500;

/** The driver takes it, though its types do not say so. */
const MENDED = { connectionType: DriverConnection };

/**
 * A connection of the service's own, to its own database. It connects again by itself. A command has 30 s and
 * a connection 2.5 s, unless the address says otherwise (`socketTimeoutMS`, `connectTimeoutMS`).
 * @throws where no database answers within the deadline
 */
export async function connectMongo(uri: string, database: string, log: Logger): Promise<Connection> {
  const connection = createConnection(uri, {
    dbName: database,
    maxPoolSize: 10,
    serverSelectionTimeoutMS: SERVER_SELECTION,
    ...unlessNamed(uri, { connectTimeoutMS: SERVER_SELECTION, socketTimeoutMS: 30_000 }),
    waitQueueTimeoutMS: 5_000,
    bufferCommands: false,
    ...MENDED,
  });
  connection.on('error', (error: Error) => log.warn('MongoDB is unavailable', { reason: error.message }));
  return connection.asPromise();
}

/** The options that the address does not name: the driver would have them win over it. */
function unlessNamed(uri: string, options: Record<string, number>): mongo.MongoClientOptions {
  const named = ([name]: [string, number]): boolean => new RegExp(`[?&]${name}=`, 'i').test(uri);
  return Object.fromEntries(Object.entries(options).filter((option) => !named(option)));
}

/** Makes the collections and the indexes that are missing, and drops unique ones that are no longer declared. Safe to run twice, and two at once. */
export async function prepareCollections(
  connection: Connection,
  definitions: readonly CollectionDefinition[],
): Promise<void> {
  const { db, known } = await knownCollections(connection);
  for (const { name, indexes } of definitions) {
    if (!known.has(name)) await db.createCollection(name).catch(unlessThere);
    if (indexes.length > 0) {
      await db.collection(name).createIndexes(indexes.map(describeIndex));
    }
    if (known.has(name)) await dropOldRules(db.collection(name), indexes);
  }
}

/** Names what of `prepareCollections` is still to be done: a collection, or `collection (fields of an index)`. Reads only. */
export async function missingCollections(
  connection: Connection,
  definitions: readonly CollectionDefinition[],
): Promise<string[]> {
  const { db, known } = await knownCollections(connection);
  const missing: string[] = [];
  for (const { name, indexes } of definitions) {
    if (!known.has(name)) missing.push(name);
    else {
      const made = new Set((await db.collection(name).indexes()).map((index) => index.name));
      const lacking = indexes.filter((index) => !made.has(indexName(index)));
      missing.push(...lacking.map(({ fields }) => `${name} (${Object.keys(fields).join(', ')})`));
    }
  }
  return missing;
}

async function knownCollections({ db }: Connection) {
  if (!db) throw new Error('The connection is not open.');
  const existing = await db.listCollections({}, { nameOnly: true }).toArray();
  return { db, known: new Set(existing.map(({ name }) => name)) };
}

/** A unique index that is no longer declared would go on refusing rows; any other is only of no use. */
async function dropOldRules(collection: mongo.Collection, declared: readonly Index[]): Promise<void> {
  const kept = new Set(declared.map(({ fields }) => JSON.stringify(fields)));
  for (const { name, key, unique } of await collection.indexes()) {
    if (unique === true && name !== undefined && name !== '_id_' && !kept.has(JSON.stringify(key)))
      await collection.dropIndex(name);
  }
}

/** Another instance of the service may make the same collection at the same moment. */
function unlessThere(error: unknown): void {
  const NAMESPACE_EXISTS = 48;
  if (!(error instanceof Error && 'code' in error && error.code === NAMESPACE_EXISTS)) throw error;
}

/** As MongoDB names indexes: fields and directions. */
function indexName({ fields, alphabetical }: Index): string {
  const name = Object.entries(fields).flat().join('_');
  return alphabetical ? `${name}_alphabetical` : name;
}

function describeIndex(index: Index): mongo.IndexDescription {
  return {
    key: index.fields,
    ...(index.unique ? { unique: true } : {}),
    // The same fields may have an index by code points beside it, which is named after them.
    ...(index.alphabetical ? { collation: ALPHABETICAL, name: indexName(index) } : {}),
    ...(index.where ? { partialFilterExpression: index.where } : {}),
    ...(index.expiresAfterSeconds === undefined ? {} : { expireAfterSeconds: index.expiresAfterSeconds }),
  };
}
