import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'redis';
import { SERVICES, type ServiceName } from '../../libs/core/src';
import { type TestProduct } from '../e2e/product';

/** Where a text is found, whatever its case: `tenant.domains`, `redis`, `blobs`. */
export type Remains = Record<string, string[]>;

/** Looks for texts in everything that the product stores: each row, each file, each key of Redis. */
export async function findRemains(product: TestProduct, texts: readonly string[]): Promise<Remains> {
  const remains: Remains = {};
  const look = (place: string, content: string): void => {
    const lower = content.toLowerCase();
    for (const text of texts) {
      if (lower.includes(text.toLowerCase()) && !remains[text]?.includes(place))
        (remains[text] ??= []).push(place);
    }
  };
  for (const service of SERVICES) await lookIntoDatabase(product, service, look);
  await lookIntoRedis(look);
  const blobs = join(product.dataFolder, 'blobs');
  for (const name of readdirSync(blobs, { recursive: true, encoding: 'utf8' })) {
    look('blobs', name);
    if (/\.\w+$|[0-9a-f-]{36}$/.test(name)) look('blobs', readSafely(join(blobs, name)));
  }
  return remains;
}

type Look = (place: string, content: string) => void;

async function lookIntoDatabase(product: TestProduct, service: ServiceName, look: Look): Promise<void> {
  const database = product.database(service);
  for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray()) {
    for await (const row of database.collection(name).find({}))
      look(`${service}.${name}`, JSON.stringify(row));
  }
}

async function lookIntoRedis(look: Look): Promise<void> {
  const url = process.env.TEST_REDIS_URL;
  if (url === undefined) return;
  const client = await createClient({ url }).connect();
  for await (const keys of client.scanIterator()) {
    for (const key of keys) {
      const place = key.startsWith('rate:') ? 'redis limits' : 'redis';
      look(place, key);
      const type = await client.type(key);
      if (type === 'string') look(place, (await client.get(key)) ?? '');
      if (type === 'hash') look(place, JSON.stringify(await client.hGetAll(key)));
    }
  }
  client.destroy();
}

/** Empty for a folder. */
function readSafely(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
