import { type DomainEvent } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';

let service: TestService<IntegrationCtx>;
beforeAll(async () => {
  service = await startForTest(integrationService);
});
afterAll(() => service.stop());

const tenantId = newId();
const neighbour = newId();
const userId = newId();
const page = { type: 'page', id: newId(), version: 1 };
const DAY = 24 * 60 * 60 * 1000;
const day = (number: number): string => new Date(Date.UTC(2026, 0, number)).toISOString();

async function happened(more: Partial<DomainEvent> & Pick<DomainEvent, 'type'>): Promise<string> {
  const id = newId();
  await service.deliver({ id, tenantId, actor: { type: 'user', userId: newId() }, ...more });
  return id;
}

interface Entry {
  id: string;
  action: string;
  tenantId: string | null;
}
const read = (query = '', as = callers.admin(tenantId)) =>
  service.as(as).get(`/tenants/${tenantId}/audit-logs${query}`);
const idsOf = async (query: string): Promise<string[]> => {
  const { status, body } = await read(query);
  expect(status).toBe(200);
  return body.data.items.map(({ id }: Entry) => id);
};

/** Ids of the entries, oldest first; the last five are of one moment. */
const ids: string[] = [];
beforeAll(async () => {
  ids.push(await happened({ type: 'page.created', resource: page, occurredAt: day(1) }));
  ids.push(
    await happened({
      type: 'page.published',
      resource: page,
      occurredAt: day(2),
      actor: { type: 'user', userId },
    }),
  );
  ids.push(await happened({ type: 'asset.uploaded', occurredAt: day(3) }));
  const tied: string[] = [];
  for (let count = 0; count < 5; count++) {
    tied.push(await happened({ type: 'branding.updated', occurredAt: day(4) }));
  }
  ids.push(...tied.sort());
  await happened({ type: 'page.created', tenantId: neighbour, occurredAt: day(2) });
  await happened({ type: 'industry.created', tenantId: null, occurredAt: day(5) });
});
const newestFirst = (): string[] => ids.toReversed();

describe('the audit log of a tenant', () => {
  it('the audit log is listed newest first, without totals', async () => {
    const { body } = await read();
    expect(body.data.items.map(({ id }: Entry) => id)).toEqual(newestFirst());
    expect(body.data.pagination).toEqual({ limit: 20, hasNext: false, nextCursor: null });
  });

  it.each([1, 2, 3, 7])(
    'paging by %i shows each audit entry once, also entries of one moment',
    async (limit) => {
      const seen: string[] = [];
      let cursor = '';
      for (let more = true; more;) {
        const { body } = await read(`?limit=${limit}${cursor}`);
        const { items, pagination } = body.data;
        expect(items.length).toBeLessThanOrEqual(limit);
        seen.push(...items.map(({ id }: Entry) => id));
        expect(pagination).toMatchObject({ limit, hasNext: pagination.nextCursor !== null });
        cursor = `&cursor=${pagination.nextCursor}`;
        more = pagination.hasNext;
      }
      expect(seen).toEqual(newestFirst());
    },
  );

  it('a limit above 100 is taken as 100', async () => {
    const { body } = await read('?limit=5000');
    expect(body.data.pagination.limit).toBe(100);
  });

  it('the audit log is filtered by action, resource, user and time', async () => {
    expect(await idsOf('?action=page.publish')).toEqual([ids[1]]);
    expect(await idsOf('?resourceType=asset')).toEqual([ids[2]]);
    expect(await idsOf(`?resourceId=${page.id}`)).toEqual([ids[1], ids[0]]);
    expect(await idsOf(`?resourceId=${page.id.toUpperCase()}`)).toEqual([ids[1], ids[0]]);
    expect(await idsOf(`?userId=${userId}`)).toEqual([ids[1]]);
    expect(await idsOf(`?from=${day(2)}&to=${day(3)}`)).toEqual([ids[2], ids[1]]);
    expect(
      await idsOf(`?resourceType=page&to=${new Date(Date.parse(day(2)) - DAY / 2).toISOString()}`),
    ).toEqual([ids[0]]);
    expect(await idsOf('?action=page.nothing')).toEqual([]);
  });

  it('filters of the audit log apply to every page of a cursor', async () => {
    const { body } = await read(`?limit=1&resourceId=${page.id}&from=${day(1)}`);
    expect(body.data.items).toMatchObject([{ id: ids[1] }]);
    const { nextCursor } = body.data.pagination;
    expect(await idsOf(`?limit=1&resourceId=${page.id}&from=${day(1)}&cursor=${nextCursor}`)).toEqual([
      ids[0],
    ]);
    expect(await idsOf(`?resourceId=${page.id}&from=${day(2)}&cursor=${nextCursor}`)).toEqual([]);
  });

  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    ['cursor', 'x'],
    ['cursor', ''],
    ['cursor', 'a'.repeat(501)],
    ['cursor', encoded('text')],
    ['cursor', encoded([1])],
    ['cursor', encoded([1, { $gt: '' }])],
    ['cursor', encoded(['1', 'a'])],
    ['cursor', encoded([1e99, 'a'])],
    ['cursor', `${encoded([1, 'a'])}=`],
    ['cursor[$gt]', '1'],
    ['limit', '0'],
    ['userId', 'me'],
    ['from', 'yesterday'],
    ['page', '1'],
    ['sort', 'action'],
  ])('the audit log refuses %s=%s', async (name, value) => {
    const { status, body } = await read(`?${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    expect([status, body.code, body.details[0].field]).toEqual([422, 'request.invalid', name]);
  });

  it('one audit entry reads as in the list, and answers 304 from then on', async () => {
    const { body } = await read(`/${ids[1]}`);
    const { body: whole } = await read('?action=page.publish');
    expect(body.data).toEqual(whole.data.items[0]);
    const { headers } = await read(`/${ids[1]}`);
    expect((await read(`/${ids[1]}`).set('If-None-Match', String(headers.etag))).status).toBe(304);
  });

  it("an id that is no entry of the tenant's audit log answers 404", async () => {
    const { body } = await service.as(callers.superAdmin()).get(`/audit-logs?to=${day(2)}&limit=100`);
    const foreign = body.data.items.find((entry: Entry) => entry.tenantId === neighbour);
    for (const id of [newId(), 'none', foreign.id]) {
      const answer = await read(`/${id}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'audit_log.not_found']);
    }
  });

  it('the audit log never shows entries of another tenant', async () => {
    const { body } = await service.as(callers.admin(neighbour)).get(`/tenants/${neighbour}/audit-logs`);
    expect(body.data.items).toMatchObject([{ tenantId: neighbour, action: 'page.create' }]);
    const { body: own } = await read('?limit=3');
    const cursor = String(own.data.pagination.nextCursor);
    const moved = await service
      .as(callers.admin(neighbour))
      .get(`/tenants/${neighbour}/audit-logs?cursor=${cursor}`);
    expect(moved.body.data.items).toMatchObject([{ tenantId: neighbour }]);
  });

  it('the audit log needs the permission read:audit', async () => {
    const statuses = await Promise.all(
      [
        callers.anonymous,
        callers.viewer(tenantId),
        callers.editor(tenantId),
        callers.apiKey(tenantId, ['read:events']),
        callers.admin(neighbour),
        callers.apiKey(tenantId, ['read:audit']),
        callers.superAdmin(tenantId),
      ].map(async (caller) => (await read('', caller)).status),
    );
    expect(statuses).toEqual([401, 403, 403, 403, 403, 200, 200]);
    expect((await service.plainly.get(`/tenants/${tenantId}/audit-logs`)).status).toBe(401);
  });

  it('the audit log cannot be written over HTTP', async () => {
    const as = service.as(callers.superAdmin(tenantId));
    expect((await as.post(`/tenants/${tenantId}/audit-logs`).send({})).status).toBe(405);
    expect((await as.delete(`/tenants/${tenantId}/audit-logs/${ids[0]}`)).status).toBe(405);
  });
});

describe('the audit log of all tenants', () => {
  it('the audit log of all tenants is for super_admins alone', async () => {
    for (const caller of [callers.admin(tenantId), callers.apiKey(tenantId, ['read:audit'])]) {
      expect((await service.as(caller).get('/audit-logs')).status).toBe(403);
    }
  });

  it('the audit log of all tenants has the entries of every tenant and those without a tenant', async () => {
    const { body } = await service.as(callers.superAdmin()).get('/audit-logs?limit=100');
    const items: Entry[] = body.data.items;
    expect(items).toHaveLength(10);
    expect(items[0]).toMatchObject({ tenantId: null, action: 'industry.create' });
    expect(new Set(items.map((entry) => entry.tenantId))).toEqual(new Set([null, tenantId, neighbour]));
  });
});
