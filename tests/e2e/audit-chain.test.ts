import { until } from '../../libs/testing/src';
import { openBusiness, type Business } from './business';
import { type Client } from './client';
import { startTestProduct, type TestProduct } from './product';

const DAY_SECONDS = 24 * 3_600;

let product: TestProduct;
let business: Business;
let admin: Client;

beforeAll(async () => {
  product = await startTestProduct();
  business = await openBusiness(product, 'chained');
  admin = business.admin;
}, 120_000);
afterAll(() => product.stop(), 30_000);

async function signIn(account: object): Promise<Client> {
  const { body } = await product.client.post('/auth/login', account);
  return product.client.as(body.data.accessToken);
}

/** The jobs that are due by then have run; who was signed in signs in again. */
async function advance(seconds: number): Promise<void> {
  const platform = await signIn(product.superAdmin);
  const { status } = await platform.post('/test/clock', { advance: seconds });
  expect(status).toBe(200);
  admin = await signIn(business.account);
}

interface Link {
  _id: string;
  sequence: number;
  hash: string;
}
interface CheckpointRow extends Link {
  startSequence: number;
}
const tenantRows = () => product.database('tenant').collection<CheckpointRow>('auditCheckpoints');
const checkpoint = () => tenantRows().findOne({ _id: business.tenantId });
const heads = () => product.database('integration').collection<Link & { tenantId: string }>('auditHeads');
const head = () => heads().findOne({ tenantId: business.tenantId });
const path = (rest: string) => `/tenants/${business.tenantId}${rest}`;
const verdict = async () => (await admin.get(path('/audit-logs/verify'))).body.data;
const oldestAction = async () => {
  let cursor = '';
  for (;;) {
    const { items, pagination } = (await admin.get(path(`/audit-logs?limit=100${cursor}`))).body.data;
    if (!pagination.hasNext) return items.at(-1).action;
    cursor = `&cursor=${pagination.nextCursor}`;
  }
};

/** The head of the chain, once the checkpoint has moved on to it; entries may come while a minute passes. */
const checkpointed = () =>
  until(async () => {
    await advance(61);
    const [newest, kept] = [await head(), await checkpoint()];
    return newest?.sequence === kept?.sequence && newest;
  }, 60_000);

describe('the audit log of a tenant', () => {
  it('has its checkpoint moved to its newest entry within a minute, in the database of another service', async () => {
    const { sequence, hash } = await checkpointed();
    expect(await checkpoint()).toMatchObject({ sequence, hash, startSequence: 0 });
    expect(sequence).toBeGreaterThan(10);
    expect(await verdict()).toEqual({ valid: true, checked: sequence });
  });

  it('loses what is older than the plan keeps it, and stays whole', async () => {
    const plans = (await admin.get('/plans')).body.data.items;
    const starter = plans.find(({ key }: { key: string }) => key === 'starter');
    const order = { planId: starter.id, interval: 'year' };
    expect((await admin.post(path('/subscription'), order)).status).toBe(201);
    await until(async () => (await admin.get(path(''))).body.data.subscription.plan === 'starter');
    expect(await oldestAction()).toBe('tenant.create');
    const { sequence = 0 } = (await checkpoint()) ?? {};
    await advance(starter.limits.auditDays * DAY_SECONDS + 3_600);
    await until(async () => (await checkpoint())?.startSequence === sequence);
    expect(await oldestAction()).toBe('subscription.update');
    expect(await verdict()).toMatchObject({ valid: true });
  });

  it('that is cut at its end and given an earlier head is found out', async () => {
    await admin.put(path(''), { description: 'To be forgotten' });
    await until(async () => (await verdict()).checked > 1);
    const cut = await checkpointed();
    const logs = product.database('integration').collection<Link & { tenantId: string }>('auditLogs');
    const ofChain = { tenantId: business.tenantId };
    await logs.deleteOne({ ...ofChain, sequence: cut.sequence });
    const last = await logs.findOne(ofChain, { sort: { sequence: -1 } });
    const { sequence = 0, hash = '' } = last ?? {};
    await heads().updateOne(ofChain, { $set: { sequence, hash } });
    expect(await verdict()).toMatchObject({ valid: false, brokenAt: cut.sequence });
  });
});
