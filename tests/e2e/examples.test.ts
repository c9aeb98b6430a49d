import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { until } from '../../libs/testing/src';
import { type Client } from './client';
import { addPasskey } from './passkey';
import { startTestProduct, type TestProduct } from './product';

interface Operation {
  operationId: string;
  'x-allow': unknown;
  parameters?: { $ref?: string }[];
  requestBody?: { content: Record<string, { example?: object }> };
}
const { paths }: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
  readFileSync(join(__dirname, '../../api/openapi.json'), 'utf8'),
);
const examples = Object.entries(paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, operation]) => {
    const body = operation.requestBody?.content['application/json']?.example;
    const takesKey = operation.parameters?.some(({ $ref = '' }) => $ref.endsWith('/IdempotencyKey'));
    return body
      ? [{ name: operation.operationId, method, path, body, allow: operation['x-allow'], takesKey }]
      : [];
  }),
);

let product: TestProduct;
let admin: Client;
let platform: Client;
const ids: Record<string, string> = {};

beforeAll(async () => {
  product = await startTestProduct();
  await prepare();
}, 120_000);
afterAll(() => product.stop(), 30_000);

/** One of everything that the paths of examples name. */
async function prepare(): Promise<void> {
  const account = { email: 'owner@example.com', password: 'a quiet harbour at dawn', name: 'Pat' };
  const tenant = { name: 'Examples', businessName: 'Examples Ltd', businessType: 'Plumbing' };
  const { accessToken, activeTenantId } = (
    await product.client.post('/auth/register', { ...account, tenant })
  ).body.data;
  admin = product.client.as(accessToken);
  const base = `/tenants/${activeTenantId}`;
  await until(async () => (await admin.get(`${base}/pages`)).body.data.items.length > 0);
  const { body: signedIn } = await product.client.post('/auth/login', product.superAdmin);
  platform = product.client.as(signedIn.data.accessToken);
  const [industry] = (await admin.get('/industries')).body.data.items;
  const sections = [{ type: 'hero', content: { heading: 'Hello' } }];
  const page = (await admin.post(`${base}/pages`, { slug: 'example', title: 'Example', sections })).body.data;
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const asset = (await admin.upload(`${base}/assets`, picture, 'red.png')).body.data;
  Object.assign(ids, { tenantId: activeTenantId, pageId: page.id, sectionId: page.sections[0].id });
  const link = { menu: 'header', label: 'Call', target: { type: 'url', url: 'tel:+44-20-7946-0018' } };
  const item = (await admin.post(`${base}/navigation`, link)).body.data;
  const redirect = (await admin.post(`${base}/redirects`, { fromPath: '/old', toPath: '/' })).body.data;
  const staged = { status: 'staged', items: [{ pageId: page.id, action: 'publish' }] };
  ids['releaseId'] = (await admin.post(`${base}/releases`, staged)).body.data.id;
  const address = { street: '12 Quay Street', postalCode: 'BS1 4DB', city: 'Bristol', country: 'GB' };
  ids['locationId'] = (await admin.post(`${base}/locations`, { label: 'Shop', address })).body.data.id;
  const listener = { url: 'https://hooks.example.invalid/', events: ['page.created'] };
  ids['webhookId'] = (await admin.post(`${base}/webhooks`, listener)).body.data.id;
  const [subdomain] = (await admin.get(`${base}/domains`)).body.data.items;
  ids['domainId'] = subdomain.id;
  const plan = { action: 'publish', pageId: page.id, at: '2099-01-01T00:00:00Z' };
  ids['scheduleId'] = (await admin.post(`${base}/schedules`, plan)).body.data.id;
  const person = { email: 'person@example.com', role: 'viewer', password: 'a quiet harbour at dawn' };
  ids['passkeyId'] = await addPasskey(admin);
  ids['userId'] = (await admin.post(`${base}/users`, person)).body.data.id;
  const key = (await admin.post(`${base}/api-keys`, { name: 'Screen', permissions: ['read:pages'] })).body
    .data;
  await prepareForm(base);
  Object.assign(ids, {
    keyId: key.id,
    assetId: asset.id,
    industryId: industry.id,
    itemId: item.id,
    redirectId: redirect.id,
  });
}

/** A form that is live, and something that was sent by it. */
async function prepareForm(base: string): Promise<void> {
  const form = { type: 'contact-form', content: { heading: 'Write to us' } };
  const page = { slug: 'write', title: 'Write', status: 'published', sections: [form] };
  const made = await admin.post(`${base}/pages`, page);
  const { subdomain } = (await admin.get(base)).body.data;
  const path = `/public/forms/${made.body.data.sections[0].id}?host=${subdomain}.localhost`;
  await until(async () => (await product.client.get(path)).status === 200);
  const { token } = (await product.client.get(path)).body.data;
  const fields = { name: 'Mara', email: 'mara@harbor.example', message: 'Hello.' };
  ids['submissionId'] = (await product.client.post(path, { fields, token })).body.data.id;
}

const fill = (path: string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`prepare() makes nothing for {${name}}.`);
    return id;
  });

describe('the examples of the API reference', () => {
  it('has an example for every operation that takes JSON, but those that need a secret or a device, other ids or a payment', () => {
    const without = Object.values(paths)
      .flatMap((operations) => Object.values(operations))
      .filter(({ requestBody: body }) => body?.content['application/json'] && !hasExample(body))
      .map(({ operationId }) => operationId);
    expect(without.sort()).toEqual([
      'acceptInvitation',
      'addPasskey',
      'changePassword',
      'createCheckout',
      'createSchedule',
      'createSubscription',
      'disableMfa',
      'enableMfa',
      'logInWithPasskey',
      'openPortal',
      'patchChangePassword',
      'patchOrderOfSections',
      'patchReorderLocations',
      'patchReorderNavigationItems',
      'patchSubscription',
      'refresh',
      'reorderLocations',
      'reorderNavigationItems',
      'reorderSections',
      'resetPassword',
      'submitForm',
      'suggestSeo',
      'switchTenant',
      'updateSubscription',
      'verifyEmail',
      'verifyMfa',
    ]);
  });

  const inOrder = examples.sort((a, b) => order(a.name) - order(b.name));
  const title =
    'the product accepts the example of $name, and answers it again with the same Idempotency-Key';
  it.each(inOrder)(title, async ({ method, path, body, allow, takesKey }) => {
    const client = allow === 'public' ? product.client : allow === 'super_admin' ? platform : admin;
    const key = { 'idempotency-key': randomUUID() };
    const answer =
      method === 'post' ? await client.post(fill(path), body, key) : await client.put(fill(path), body);
    expect(answer.body).toMatchObject({ success: true });
    expect(answer.status).toBeLessThan(300);
    if (!takesKey) return;
    const again = await client.post(fill(path), body, key);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect([again.status, again.body.data]).toEqual([answer.status, answer.body.data]);
  });

  it('a file that is uploaded again with the same Idempotency-Key is one asset', async () => {
    const client = admin.with({ 'idempotency-key': randomUUID() });
    const path = `/tenants/${ids['tenantId']}/assets`;
    const upload = (text: string) => client.upload(path, Buffer.from(text), 'notes.txt');
    const first = await upload('a note');
    const again = await upload('a note');
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body.data).toEqual(first.body.data);
    expect((await upload('another')).status).toBe(422);
  });
});

/** An account exists before it signs in, and a page is live before it is taken down. */
function order(name: string): number {
  return ['register', 'login', 'createRelease', 'unpublishPage'].indexOf(name);
}

function hasExample({ content }: { content: Record<string, { example?: object }> }): boolean {
  return content['application/json']?.example !== undefined;
}
