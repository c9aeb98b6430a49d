import { until } from '../../libs/testing/src';
import { type Client } from './client';
import { startTestProduct, type TestProduct } from './product';

const DAY_SECONDS = 24 * 3_600;

let product: TestProduct;
let tenantId: string;
let admin: Client;
const owner = { email: 'year@example.com', password: 'a quiet harbour at dawn' };

beforeAll(async () => {
  product = await startTestProduct();
  const tenant = { name: 'Year', businessName: 'Year Ltd', businessType: 'Legal', subdomain: 'year' };
  const registered = await product.client.post('/auth/register', { ...owner, name: 'Pat', tenant });
  tenantId = registered.body.data.activeTenantId;
  admin = product.client.as(registered.body.data.accessToken);
  await until(async () => (await admin.get(`/tenants/${tenantId}`)).body.data.subscription !== null);
}, 120_000);
afterAll(() => product.stop(), 30_000);

/** Sessions last 30 days, also by the moved clock. */
async function passDays(days: number): Promise<void> {
  const platform = await signIn(product.superAdmin);
  const { status, body } = await platform.post('/test/clock', { advance: days * DAY_SECONDS });
  expect(body).toMatchObject({ success: true });
  expect(status).toBe(200);
  admin = await signIn(owner);
}

async function signIn(account: object): Promise<Client> {
  const { body } = await product.client.post('/auth/login', account);
  return product.client.as(body.data.accessToken);
}

const write = async () => {
  const { status, body } = await admin.put(`/tenants/${tenantId}`, { description: String(Math.random()) });
  return status === 200 ? [200] : [status, body.code];
};
const tenantStatus = async () => (await admin.get(`/tenants/${tenantId}`)).body.data.status;
const becomes = (status: string) => until(async () => (await tenantStatus()) === status);
const writes = (...answer: unknown[]) =>
  until(async () => JSON.stringify(await write()) === JSON.stringify(answer));
const site = async () => (await product.client.site('year.localhost')).status;

describe("a tenant's year", () => {
  it('goes from trial over reminders to suspension and the end, and a payment brings everything back', async () => {
    const pages = `/tenants/${tenantId}/pages`;
    const { items } = (await admin.get(pages)).body.data;
    await admin.post(`${pages}/${items[0].id}/publish`, {});
    await until(async () => (await site()) === 200);
    await passDays(14);
    await becomes('past_due');
    await writes(402, 'subscription.read_only');
    expect(await site()).toBe(200);
    await passDays(14);
    await becomes('suspended');
    await writes(403, 'tenant.suspended');
    await until(async () => (await site()) === 503);
    const plans = (await admin.get('/plans')).body.data.items;
    const planId = plans.find(({ key }: { key: string }) => key === 'starter').id;
    const subscription = `/tenants/${tenantId}/subscription`;
    const paid = await admin.post(subscription, { planId, interval: 'month' });
    expect([paid.status, paid.body.data.status]).toEqual([201, 'active']);
    await becomes('active');
    await writes(200);
    await until(async () => (await site()) === 200);
    await passDays(337);
    const invoices = (await admin.get(`${subscription}/invoices?limit=100`)).body.data.items;
    expect(invoices).toHaveLength(12);
    await admin.delete(`${subscription}?immediately=true`);
    await becomes('cancelled');
    await writes(403, 'tenant.suspended');
  }, 120_000);

  it('is moved by the platform alone', async () => {
    expect((await admin.post('/test/clock', { advance: 1 })).status).toBe(403);
    expect((await product.client.post('/test/clock', { advance: 1 })).status).toBe(401);
  });
});
