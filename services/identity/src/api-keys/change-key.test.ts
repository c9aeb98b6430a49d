import { type Caller, hashApiKey, isApiKeyForm, newId, type Permission } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { grants, registered, revoked, startIdentity, TENANT, type TestIdentity } from '../test-support';
import { apiKeys } from './api-key.model';

let service: TestIdentity;
let tenantId: string;
let userId: string;
beforeAll(async () => {
  service = await startIdentity();
  ({ tenantId, userId } = await registered(service, TENANT));
});
afterAll(() => service.stop());

interface Key {
  id: string;
  key: string;
  expiresAt: string | null;
}
const PERMISSIONS: Permission[] = ['write:api-keys', 'read:api-keys', 'read:pages'];
const path = (id = '') => `/tenants/${tenantId}/api-keys${id && `/${id}`}`;
const admin = () => service.as(callers.admin(tenantId, userId));
const byKey = ({ id }: Key) =>
  service.as({ ...callers.apiKey(tenantId, PERMISSIONS), apiKeyId: id, createdBy: userId } as Caller);
const make = async (more: object = {}, as = admin()): Promise<Key> => {
  const { status, body } = await as.post(path()).send({ name: 'Build', permissions: PERMISSIONS, ...more });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.data;
};
const grantsOf = (key: string) => grants(service, { type: 'api_key', hash: hashApiKey(key) }, tenantId);
const inSeconds = (seconds: number) =>
  new Date(service.clock.now().getTime() + seconds * 1_000).toISOString();
const eventsOf = async (id: string) =>
  (await service.events()).filter(({ resource }) => resource.id === id).map(({ type }) => type);

describe('the change of an API key', () => {
  it('every gateway judges a changed key by its new permissions, rate and end', async () => {
    const { id, key } = await make();
    const change = { name: 'Nightly', permissions: ['read:pages'], rateLimit: 5, expiresAt: inSeconds(60) };
    const { status, body, headers } = await admin().put(path(id)).send(change);
    expect([status, body.data]).toMatchObject([200, change]);
    expect(headers['x-invalidate']).toBe(`api_key:${id}`);
    expect(await revoked(service)).toContain(`api_key:${id}`);
    expect((await grantsOf(key)).data).toMatchObject({
      caller: { rateLimit: 5 },
      permissions: ['read:pages'],
      expiresAt: change.expiresAt,
    });
    expect(await eventsOf(id)).toEqual(['api_key.created', 'api_key.updated']);
    const cleared = await admin().put(path(id)).send({ expiresAt: null });
    expect(cleared.body.data).toMatchObject({ name: 'Nightly', expiresAt: null });
  });

  it('a key with wrong fields stays as it is', async () => {
    const { id } = await make();
    for (const [field, value] of Object.entries({
      permissions: [],
      rateLimit: 0,
      expiresAt: '2001-01-01T00:00:00Z',
      isActive: false,
      keyPrefix: 'sn_live_0000',
    })) {
      const { status, body } = await admin()
        .put(path(id))
        .send({ [field]: value });
      expect([status, body.details]).toMatchObject([422, [{ field }]]);
    }
    expect((await admin().put(path(id)).set('If-Match', '"stale"').send({ name: 'x' })).status).toBe(412);
    expect((await admin().put(path(newId())).send({ name: 'x' })).status).toBe(404);
    expect(await eventsOf(id)).toEqual(['api_key.created']);
  });

  it('a key that is revoked or expired is neither changed nor rotated', async () => {
    const revokedKey = await make();
    await admin().delete(path(revokedKey.id));
    const expired = await make({ expiresAt: inSeconds(1) });
    service.clock.advance(1_000);
    for (const { id } of [revokedKey, expired]) {
      const change = await admin().put(path(id)).send({ expiresAt: null, name: 'Again' });
      const rotation = await admin()
        .post(`${path(id)}/rotate`)
        .send({});
      for (const { status, body } of [change, rotation]) {
        expect([status, body.code]).toEqual([409, 'api_key.ended']);
      }
    }
  });

  it('a key gives itself and its own keys nothing that it does not have', async () => {
    const maker = await make({ rateLimit: 10, expiresAt: inSeconds(3_600) });
    const child = await make({ rateLimit: 4 }, byKey(maker));
    for (const [id, field, value] of [
      [maker.id, 'permissions', ['write:pages']],
      [maker.id, 'rateLimit', 11],
      [maker.id, 'expiresAt', inSeconds(3_700)],
      [child.id, 'permissions', ['write:pages']],
      [child.id, 'rateLimit', 11],
      [child.id, 'expiresAt', inSeconds(3_700)],
    ] as const) {
      const { status, body } = await byKey(maker)
        .put(path(id))
        .send({ [field]: value });
      expect([status, body.code, body.details]).toMatchObject([
        403,
        'api_key.permissions_exceeded',
        [{ field }],
      ]);
    }
    const within = await byKey(maker).put(path(child.id)).send({ rateLimit: 10, expiresAt: null });
    expect(within.body.data).toMatchObject({ rateLimit: 10, expiresAt: maker.expiresAt });
  });

  it('an admin keeps a key that a key has made within that key', async () => {
    const maker = await make({ rateLimit: 10, permissions: ['write:api-keys', 'read:pages'] });
    const child = await make({ permissions: ['read:pages'], rateLimit: 4 }, byKey(maker));
    const wider = await admin()
      .put(path(child.id))
      .send({ permissions: ['read:pages', 'write:pages'], rateLimit: 11 });
    expect([wider.status, wider.body.details]).toMatchObject([
      403,
      [{ field: 'permissions' }, { field: 'rateLimit' }],
    ]);
    expect((await admin().put(path(maker.id)).send({ rateLimit: 3 })).status).toBe(200);
    expect((await admin().put(path(child.id)).send({ name: 'Still wider' })).status).toBe(200);
  });

  it('a key changes and rotates no key but itself and those that it has made', async () => {
    const [maker, other] = [await make(), await make()];
    const child = await make({}, byKey(maker));
    for (const [asked, id, status] of [
      [maker, other.id, 403],
      [child, maker.id, 403],
      [maker, child.id, 200],
      [maker, maker.id, 200],
    ] as const) {
      expect((await byKey(asked).put(path(id)).send({ name: 'Mine' })).status).toBe(status);
      expect(
        (
          await byKey(asked)
            .post(`${path(id)}/rotate`)
            .send({})
        ).status,
      ).toBe(status);
    }
  });
});

describe('the rotation of an API key', () => {
  it('without a grace the old key is over at once, and the new one is the same key', async () => {
    const { id, key: old } = await make({ rateLimit: 7 });
    const { status, body, headers } = await admin()
      .post(`${path(id)}/rotate`)
      .send({});
    expect(status).toBe(200);
    const { key, ...shown } = body.data;
    expect(isApiKeyForm(key)).toBe(true);
    expect(shown).toMatchObject({
      id,
      rateLimit: 7,
      keyPrefix: key.slice(0, 12),
      previousKeyExpiresAt: null,
    });
    expect(headers['x-invalidate']).toBe(`api_key:${id}`);
    expect(await revoked(service)).toContain(`api_key:${id}`);
    expect((await grantsOf(old)).status).toBe(401);
    expect((await grantsOf(key)).data.caller).toMatchObject({ apiKeyId: id, rateLimit: 7 });
    const event = (await service.events()).at(-1);
    expect(event).toMatchObject({ type: 'api_key.rotated', data: shown });
    expect(JSON.stringify([event, (await admin().get(path(id))).body])).not.toContain(key.slice(12));
  });

  it('the old key works until its grace ends, and is refused at that instant', async () => {
    const { id, key: old } = await make();
    const end = inSeconds(60);
    const { body } = await admin()
      .post(`${path(id)}/rotate`)
      .send({ graceSeconds: 60 });
    expect(body.data.previousKeyExpiresAt).toBe(end);
    expect((await grantsOf(old)).data).toMatchObject({ caller: { apiKeyId: id }, expiresAt: end });
    service.clock.advance(59_999);
    expect((await grantsOf(old)).status).toBe(200);
    service.clock.advance(1);
    expect([(await grantsOf(old)).status, (await grantsOf(body.data.key)).status]).toEqual([401, 200]);
  });

  it('a grace does not make the key live longer', async () => {
    const end = inSeconds(30);
    const { id, key: old } = await make({ expiresAt: end });
    await admin()
      .post(`${path(id)}/rotate`)
      .send({ graceSeconds: 60 });
    expect((await grantsOf(old)).data.expiresAt).toBe(end);
    service.clock.advance(30_000);
    expect((await grantsOf(old)).status).toBe(401);
  });

  it('a second rotation ends the key of the first grace, and a revocation ends both keys', async () => {
    const { id, key: first } = await make();
    const second = (
      await admin()
        .post(`${path(id)}/rotate`)
        .send({ graceSeconds: 60 })
    ).body.data.key;
    const third = (
      await admin()
        .post(`${path(id)}/rotate`)
        .send({ graceSeconds: 60 })
    ).body.data.key;
    const statuses = async () =>
      Promise.all([first, second, third].map(async (key) => (await grantsOf(key)).status));
    expect(await statuses()).toEqual([401, 200, 200]);
    await admin().delete(path(id));
    expect(await statuses()).toEqual([401, 401, 401]);
  });

  it('of rotations at once each gives a key, and one of them works', async () => {
    const { id } = await make();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        admin()
          .post(`${path(id)}/rotate`)
          .send({}),
      ),
    );
    const statuses = await Promise.all(
      answers.map(async ({ body }) => (await grantsOf(body.data.key)).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });

  it.each([-1, 2_592_001, 1.5, '60'])('a grace of %p seconds is refused', async (graceSeconds) => {
    const { id } = await make();
    const { status, body } = await admin()
      .post(`${path(id)}/rotate`)
      .send({ graceSeconds });
    expect([status, body.details]).toMatchObject([422, [{ field: 'graceSeconds' }]]);
  });
});

describe('the number of API keys', () => {
  it('a tenant has at most a thousand active ones; revoked ones do not count', async () => {
    const { tenantId: crowded, userId: owner } = await registered(service, TENANT);
    const rows = Array.from({ length: 1_000 }, (_, index) => ({
      name: 'Old',
      permissions: ['read:pages' as const],
      rateLimit: 1,
      expiresAt: null,
      keyHash: hashApiKey(`${crowded} ${index}`),
      keyPrefix: 'sn_live_0000',
      previousKeyHash: null,
      previousKeyExpiresAt: null,
      lastUsedAt: null,
      isActive: index > 0,
      revokedAt: null,
      createdBy: owner,
    }));
    await apiKeys.in({ ...service.ctx, tenantId: crowded }).insertMany(rows);
    const create = () =>
      service
        .as(callers.admin(crowded, owner))
        .post(`/tenants/${crowded}/api-keys`)
        .send({ name: 'New', permissions: ['read:pages'] });
    expect((await create()).status).toBe(201);
    const { status, body } = await create();
    expect([status, body.code]).toEqual([409, 'api_key.limit_reached']);
  });
});
