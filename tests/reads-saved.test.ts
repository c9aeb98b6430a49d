import { mongo } from 'mongoose';
import { createClient } from 'redis';
import { siteHostKey } from '../libs/contracts/src';
import { until } from '../libs/testing/src';
import { type Client } from './e2e/client';
import { startTestProduct, type TestProduct } from './e2e/product';

/** Reads of what is shown, and not of what the services keep for themselves, such as jobs and the outbox. */
const OF_SERVICES = /_(content|tenant)$/;
const THEIR_OWN = ['outbox', 'inbox', 'jobs', 'leases', 'erasedTenants', 'idempotencyKeys'];
const READS = ['find', 'aggregate', 'count', 'distinct'];

let product: TestProduct;
let reads = 0;
const uri = process.env.TEST_MONGODB_URI ?? '';

beforeAll(async () => {
  const note = ({ commandName, command, databaseName }: mongo.CommandStartedEvent): void => {
    const isOfWhatIsShown = OF_SERVICES.test(databaseName) && !THEIR_OWN.includes(command[commandName]);
    if (READS.includes(commandName) && isOfWhatIsShown) reads += 1;
  };
  const { connect } = mongo.MongoClient.prototype;
  jest.spyOn(mongo.MongoClient.prototype, 'connect').mockImplementation(function (this: mongo.MongoClient) {
    this.on('commandStarted', note);
    return connect.call(this);
  });
  process.env.TEST_MONGODB_URI = `${uri}${uri.includes('?') ? '&' : '?'}monitorCommands=true`;
  product = await startTestProduct();
}, 60_000);
afterAll(async () => {
  jest.restoreAllMocks();
  process.env.TEST_MONGODB_URI = uri;
  await product.stop();
}, 30_000);

/** A business with a published site, and all that is read of it. */
async function openSite() {
  const templates = (await product.client.get('/templates')).body.data.items;
  const tenant = {
    name: 'Mix',
    businessName: 'Mix Ltd',
    businessType: 'Plumbing',
    subdomain: 'mixed',
    templateId: templates[0].id,
  };
  const account = { email: 'mix@example.com', password: 'correct horse battery', name: 'Pat', tenant };
  const { accessToken, activeTenantId } = (await product.client.post('/auth/register', account)).body.data;
  const api = product.client.as(accessToken);
  const of = `/tenants/${activeTenantId}`;
  const pages = await until(async () => {
    const { items } = (await api.get(`${of}/pages`)).body.data;
    return items.length > 3 && items;
  });
  for (const { id } of pages) {
    await until(async () => (await api.post(`${of}/pages/${id}/publish`)).status === 200);
  }
  const ids: string[] = pages.map(({ id }: { id: string }) => id);
  const admin = [
    of,
    `${of}/pages`,
    `${of}/navigation`,
    `${of}/branding`,
    ...ids.flatMap((id) => [`${of}/pages/${id}`, `${of}/pages/${id}/seo`]),
  ];
  const shown: string[] = pages.map(({ path }: { path: string }) => path);
  return { api, of, ids, admin, shown };
}

const HOST = 'mixed.localhost';

/** Has the gateway ask the database where the host leads. */
async function forgetHost(url: string): Promise<void> {
  const redis = await createClient({ url }).connect();
  await redis.del(siteHostKey(HOST));
  redis.destroy();
}

const change = async (api: Client, of: string, id: string | undefined, round: number) => {
  const { status } = await api.put(`${of}/pages/${id}`, { title: `Title ${round}` });
  expect(status).toBe(200);
};

it('a site of which 80 in 100 requests are visits, 15 reads by its people and 5 changes saves 92 in 100 reads of the database', async () => {
  const redisUrl = process.env.TEST_REDIS_URL;
  if (redisUrl === undefined) return;
  const { api, of, ids, admin, shown } = await openSite();
  const visit = async (path: string | undefined) =>
    expect((await product.client.site(HOST, path)).status).toBe(200);
  const read = async (path: string | undefined) => expect((await api.get(path ?? of)).status).toBe(200);
  const readsOf = async (work: () => Promise<void>): Promise<number> => {
    const before = reads;
    await work();
    return reads - before;
  };
  // What each costs while nothing is known of it: nobody has asked for any of it since the last change.
  const cost = new Map<string, number>();
  for (const path of shown) cost.set(`visit ${path}`, await readsOf(() => visit(path)));
  await change(api, of, ids[0], 0);
  for (const path of admin) cost.set(path, await readsOf(() => read(path)));
  // Without caches each visit also has to ask where its host leads, which the gateway's memory knows for a second.
  const host = await until(async () => {
    await forgetHost(redisUrl);
    return (await readsOf(() => visit('/'))) || undefined;
  });
  let without = 0;
  let withCaches = 0;
  for (let round = 0; round < 400; round += 1) {
    const kind = round % 20;
    if (kind === 0) {
      await change(api, of, ids[round % ids.length], round);
      if (round % 100 === 0) await api.post(`${of}/pages/${ids[round % ids.length]}/publish`);
    } else if (kind % 7 === 0 || kind === 10) {
      const path = admin[round % admin.length];
      without += cost.get(path ?? '') ?? 0;
      withCaches += await readsOf(() => read(path));
    } else {
      const path = shown[round % shown.length];
      without += host + (cost.get(`visit ${path}`) ?? 0);
      withCaches += await readsOf(() => visit(path));
    }
  }
  expect(1 - withCaches / without).toBeGreaterThan(0.92);
}, 240_000);
