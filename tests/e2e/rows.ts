import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES } from '../../libs/core/src';
import { until } from '../../libs/testing/src';
import { type Business } from './business';
import { type TestProduct } from './product';

/** Collections that the product writes to by itself, as deliveries are tried again and calls are counted. */
const WRITTEN_ALL_THE_TIME = [
  'outbox',
  'inbox',
  'jobs',
  'apiKeyUsage',
  'apiKeyUsageBatches',
  'apiRequestUsage',
  'apiRequestBatches',
  'reportedStorage',
  'deliveries',
  'deliveryAttempts',
  'webhookStats',
  'auditCheckpoints',
];
/** What the use of a key writes to it. */
const NOTED_AT_USE = ['lastUsedAt', 'revision', 'updatedAt', 'isCheckpointed', 'isReported'];

/**
 * Every row of a business in any service, as text, once whatever follows by event has followed: two looks a moment
 * apart see the same.
 */
export async function rowsWhenQuiet(product: TestProduct, business: Business): Promise<string> {
  let last = '';
  await until(async () => {
    await sleep(500);
    const now = await rowsOf(product, business);
    const isQuiet = now === last;
    last = now;
    return isQuiet;
  }, 60_000);
  return last;
}

async function rowsOf({ database }: TestProduct, { tenantId, userId }: Business): Promise<string> {
  const filter = { $or: [{ tenantId }, { userId }, { _id: { $in: [tenantId, userId] } }] };
  const all = [];
  for (const service of SERVICES) {
    for (const { collectionName: name } of await database(service).collections()) {
      if (WRITTEN_ALL_THE_TIME.includes(name)) continue;
      const collection = database(service).collection<{ _id: string }>(name);
      const rows = await collection.find(filter).sort({ _id: 1 }).toArray();
      all.push({ service, name, rows });
    }
  }
  const withoutUse = (field: string, value: unknown) => (NOTED_AT_USE.includes(field) ? undefined : value);
  return JSON.stringify(all, withoutUse, 1);
}
