import { createConnection, type mongo } from 'mongoose';
import { until } from '../../libs/testing/src';
import { type Receiver, startReceiver } from '../../services/integration/src/deliveries/test-support';
import { countEffects, type Effects } from './effects';
import { checkRevisions, checkSupply } from './histories';
import { Kills } from './kills';
import { FILE_BYTES, Mutations, randomFrom } from './mutations';
import { describeWithBrokers, type RunningProduct, Sandbox } from './sandbox';
import { TenantAdmin } from './tenant-admin';

const { CHAOS_SEED, MUTATIONS, BROKER_KILLS, SERVICE_KILLS, DATABASE_KILLS } = process.env;
const SEED = Number(CHAOS_SEED ?? Date.now() % 1_000_000);
const CHANGES = Number(MUTATIONS ?? 10_000);
const KILLS = {
  broker: Number(BROKER_KILLS ?? 20),
  services: Number(SERVICE_KILLS ?? 20),
  database: Number(DATABASE_KILLS ?? 5),
};
const CONCURRENCY = 8;
/** Room for a few files. */
const STORAGE_BYTES = 5 * FILE_BYTES;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const PERMISSIONS = ['pages', 'assets', 'webhooks', 'tenants'].flatMap((resource) => [
  `read:${resource}`,
  ...(resource === 'tenants' ? [] : [`write:${resource}`, `delete:${resource}`]),
]);

describeWithBrokers(`${CHANGES} changes while everything is killed (CHAOS_SEED=${SEED})`, () => {
  const sandbox = new Sandbox();
  const receivers: Receiver[] = [];
  let product: RunningProduct;
  let admin: TenantAdmin;
  let lastWebhookId: string;
  beforeAll(async () => {
    product = await sandbox.startProduct();
    await limitStorage(product);
    const person = await TenantAdmin.register(product.gateway.port, 'random');
    admin = await person.withKey([...PERMISSIONS, 'read:audit', 'read:events']);
    receivers.push(await startReceiver(), await startReceiver());
    for (const { url } of receivers) {
      const { body } = await admin.send('POST', '/webhooks', { url, events: ['*'] });
      lastWebhookId = body.data.id;
    }
  }, 240_000);
  afterAll(async () => {
    await sandbox.close();
    await Promise.all(receivers.map((receiver) => receiver.close()));
  }, 20_000);

  it(
    'each that was acknowledged has its effects once, no other has any, and histories are possible ones',
    async () => {
      const random = randomFrom(SEED);
      const mutations = new Mutations(admin, random);
      const kills = new Kills(product, KILLS, CHANGES, random);
      const told = () => receivers[0]?.received.length ?? 0;
      // What happened before there were all webhooks is told to none, or to some of them.
      const isLastWebhook = ({ data }: { data: { id?: string } }) => data.id === lastWebhookId;
      const since = await until(
        async () => (await admin.all('/events', 'after')).find(isLastWebhook)?.sequence,
      );
      await mutations.prepare();
      await until(() => told() >= 4);
      const work = async (): Promise<void> => {
        while (mutations.fates.size < CHANGES) {
          await mutations.mutate();
          await kills.after(mutations.fates.size);
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, work));
      await kills.over();
      const effects = await drained(() => countEffects(admin, mutations.fates, receivers, since));
      if (effects.lostDeliveries > 0) await printLost(product, receivers);
      const faults = faultsOf(mutations);
      print({ seed: SEED, changes: mutations.fates.size, ...kills.done });
      print(mutations.statuses);
      print({
        ...effects,
        ...Object.fromEntries(Object.entries(faults).map(([name, list]) => [name, list.length])),
      });
      expect(faults).toEqual({ revisions: [], slugs: [], storage: [] });
      const { made, repeatedDeliveries: _, ...wrong } = effects;
      expect(made).toBeGreaterThan(CHANGES / 4);
      expect(Object.entries(wrong).filter(([, count]) => count > 0)).toEqual([]);
    },
    HOUR_MS,
  );
});

/** A trial has the storage of the plan Pro; so much would take a day to fill. */
function limitStorage(product: RunningProduct): Promise<void> {
  return withDatabase(product, 'siteninja_billing', async (billing) => {
    const limit = { $set: { 'limits.storageBytes': STORAGE_BYTES } };
    await billing.collection('plans').updateOne({ key: 'pro' }, limit);
  });
}

/** What the database holds of events that did not reach each receiver. */
function printLost(product: RunningProduct, receivers: readonly Receiver[]): Promise<void> {
  const ids = receivers.map(({ received }) => new Set(received.map(({ headers }) => headers['webhook-id'])));
  return withDatabase(product, 'siteninja_integration', async (integration) => {
    for (const { eventId, ...row } of await integration.collection('deliveries').find({}).toArray()) {
      const missing = ids.filter((seen) => !seen.has(eventId)).length;
      if (missing === 0) continue;
      const attempts = await integration
        .collection('deliveryAttempts')
        .find({ deliveryId: row._id })
        .toArray();
      process.stdout.write(`not everywhere: ${JSON.stringify({ eventId, missing, ...row, attempts })}\n`);
    }
  });
}

/** Straight at the product's database, of which no route shows everything. */
async function withDatabase(
  { database }: RunningProduct,
  name: string,
  work: (db: mongo.Db) => Promise<void>,
): Promise<void> {
  const url = `mongodb://127.0.0.1:${database.port}/?directConnection=true`;
  const connection = await createConnection(url).asPromise();
  await work(connection.getClient().db(name));
  await connection.close();
}

/** The effects once nothing is missing any more, or nothing has come for a minute. */
async function drained(count: () => Promise<Effects>): Promise<Effects> {
  let last = '';
  let since = Date.now();
  return until(async () => {
    const effects = await count();
    const missing = effects.lostAuditEntries + effects.lostDeliveries;
    const seen = JSON.stringify(effects);
    if (seen !== last) since = Date.now();
    last = seen;
    return (missing === 0 || Date.now() - since > 6 * MINUTE_MS) && effects;
  }, HOUR_MS);
}

function faultsOf({ writes, reads, slugs, files }: Mutations) {
  const revisions = [...writes].flatMap(([id, list]) => checkRevisions(list, reads.get(id) ?? []));
  const addresses = [...slugs.values()].flatMap(({ holdings, refusals }) =>
    checkSupply(holdings, refusals, 1),
  );
  return { revisions, slugs: addresses, storage: checkSupply(files.holdings, files.refusals, STORAGE_BYTES) };
}

function print(row: Record<string, number>): void {
  const cells = Object.entries(row).map(([name, value]) => `${name} ${value}`);
  process.stdout.write(`${cells.join(' · ')}\n`);
}
