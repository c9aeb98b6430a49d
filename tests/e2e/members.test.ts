import { until } from '../../libs/testing/src';
import { type Client } from './client';
import { mailedToken } from './mailed-token';
import { startTestProduct, type TestProduct } from './product';

let product: TestProduct;
let platform: Client;
beforeAll(async () => {
  product = await startTestProduct();
  const { body } = await product.client.post('/auth/login', product.superAdmin);
  platform = product.client.as(body.data.accessToken);
}, 60_000);
afterAll(() => product.stop(), 30_000);

async function register(email: string) {
  const tenant = { name: email, businessName: 'Harbor Ltd', businessType: 'Plumbing' };
  const account = { email, password: 'correct horse harbor', name: 'Pat', tenant };
  const { data } = (await product.client.post('/auth/register', account)).body;
  await product.client.post('/auth/email/verify', { token: await mailedToken(platform, email) });
  return { api: product.client.as(data.accessToken), tenantId: String(data.tenant.id), userId: data.user.id };
}

const listed = async (api: Client): Promise<string[]> =>
  (await api.get('/tenants')).body.data.items.map(({ id }: { id: string }) => id);

it('a tenant is listed to who was invited into it for as long as they are an active member', async () => {
  const owner = await register('owner@example.com');
  const guest = await register('guest@example.com');
  const members = `/tenants/${owner.tenantId}/users`;
  const invited = await owner.api.post(members, { email: 'guest@example.com', role: 'viewer' });
  expect(invited.status).toBe(201);
  const token = await mailedToken(platform, 'guest@example.com', '/accept-invitation');
  const joined = await guest.api.post('/auth/invitations/accept', { token });
  const api = product.client.as(joined.body.data.accessToken);
  const sees = (shown: boolean) =>
    until(async () => (await listed(api)).includes(owner.tenantId) === shown, 10_000);
  await sees(true);
  expect(await listed(api)).toContain(guest.tenantId);
  expect(await listed(owner.api)).toEqual([owner.tenantId]);
  await owner.api.put(`${members}/${guest.userId}`, { status: 'inactive' });
  await sees(false);
  await owner.api.put(`${members}/${guest.userId}`, { status: 'active' });
  await sees(true);
  await owner.api.delete(`${members}/${guest.userId}`);
  // Their session was one of that tenant, and has ended.
  const account = { email: 'guest@example.com', password: 'correct horse harbor' };
  const again = await product.client.post('/auth/login', account);
  const own = product.client.as(again.body.data.accessToken);
  await until(async () => (await listed(own)).length === 1, 10_000);
  expect(await listed(own)).toEqual([guest.tenantId]);
});
