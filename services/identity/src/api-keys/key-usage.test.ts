import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { registered, startIdentity, TENANT, type TestIdentity } from '../test-support';

let service: TestIdentity;
let tenantId: string;
let userId: string;
beforeAll(async () => {
  service = await startIdentity();
  ({ tenantId, userId } = await registered(service, TENANT));
});
afterAll(() => service.stop());

const admin = () => service.as(callers.admin(tenantId, userId));
const path = () => `/tenants/${tenantId}/api-keys`;
async function newKeyId(): Promise<string> {
  const { body } = await admin()
    .post(path())
    .send({ name: 'Screen', permissions: ['read:pages'] });
  return body.data.id;
}
const item = (apiKeyId: string, more: object = {}) => ({
  apiKeyId,
  endpoint: '/tenants/:tenantId/pages',
  method: 'GET',
  statusCode: 200,
  day: '2026-03-01',
  count: 1,
  ...more,
});
const send = async (items: object[], batchId = newId()) => {
  const { status } = await service
    .as(callers.service('gateway'))
    .post('/internal/key-usage')
    .send({ batchId, items });
  expect(status).toBe(200);
};
const usage = async (id: string, query = '') =>
  (await admin().get(`${path()}/${id}/usage${query}`)).body.data;

describe('the usage of an API key', () => {
  it('is counted by route, method, status and day, the latest day first', async () => {
    const [id, other] = [await newKeyId(), await newKeyId()];
    await send([item(id), item(id, { statusCode: 404, count: 3 }), item(other, { count: 9 })]);
    await send([item(id, { count: 4 }), item(id, { day: '2026-03-02', count: 2 })]);
    const { items, pagination } = await usage(id);
    const shown = { endpoint: '/tenants/:tenantId/pages', method: 'GET', statusCode: 200 };
    expect(items[0]).toEqual({ ...shown, day: '2026-03-02', count: 2 });
    expect(items.slice(1)).toEqual(
      expect.arrayContaining([
        { ...shown, day: '2026-03-01', count: 5 },
        { ...shown, statusCode: 404, day: '2026-03-01', count: 3 },
      ]),
    );
    expect(pagination).toEqual({ limit: 20, hasNext: false, nextCursor: null });
  });

  it('is read page by page, and each counter stands on one page', async () => {
    const id = await newKeyId();
    await send([200, 201, 204, 404, 409].map((statusCode) => item(id, { statusCode })));
    const seen: number[] = [];
    for (let query: string | null = '?limit=2'; query !== null;) {
      const { items, pagination } = await usage(id, query);
      seen.push(...items.map(({ statusCode }: { statusCode: number }) => statusCode));
      query = pagination.hasNext ? `?limit=2&cursor=${pagination.nextCursor}` : null;
    }
    expect(seen.sort()).toEqual([200, 201, 204, 404, 409]);
  });

  it('is counted once when a batch arrives twice, also at once', async () => {
    const id = await newKeyId();
    const batchId = newId();
    const body = { batchId, items: [item(id)] };
    const again = () => service.as(callers.service('gateway')).post('/internal/key-usage').send(body);
    await Promise.all([again(), again(), again()]);
    await send([item(id)], batchId);
    expect((await usage(id)).items).toMatchObject([{ count: 1 }]);
  });

  it('is counted whole by gateways that send at the same time', async () => {
    const id = await newKeyId();
    await Promise.all(Array.from({ length: 10 }, () => send([item(id, { count: 2 })])));
    expect((await usage(id)).items).toMatchObject([{ count: 20 }]);
  });

  it('of keys that nobody knows is left out', async () => {
    const id = await newKeyId();
    await send([item(newId()), item('nothing'), item(id)]);
    expect((await usage(id)).items).toHaveLength(1);
  });

  it('is shown to those who may read keys, of keys of the tenant alone', async () => {
    const id = await newKeyId();
    const editor = await service.as(callers.editor(tenantId)).get(`${path()}/${id}/usage`);
    expect(editor.status).toBe(403);
    const other = await registered(service, TENANT);
    const elsewhere = await service
      .as(callers.admin(other.tenantId, other.userId))
      .get(`/tenants/${other.tenantId}/api-keys/${id}/usage`);
    expect(elsewhere.status).toBe(404);
  });
});
