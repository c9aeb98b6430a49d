import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBusiness } from './business';
import { type Client } from './client';
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
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  product = await startTestProduct();
  const signedIn = await product.client.post('/auth/login', product.superAdmin);
  platform = product.client.as(signedIn.body.data.accessToken);
  ({ admin, ids } = await openBusiness(product, 'examples'));
}, 120_000);
afterAll(() => product.stop(), 30_000);

const fill = (path: string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`openBusiness() makes nothing for {${name}}.`);
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
      'rewriteSection',
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
