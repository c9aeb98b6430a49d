import { type Caller, hashApiKey, type Permission } from '@siteninja/core';
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
  rateLimit: number;
  expiresAt: string | null;
}
const PERMISSIONS: Permission[] = ['write:api-keys', 'delete:api-keys', 'read:pages'];
const path = () => `/tenants/${tenantId}/api-keys`;
const admin = () => service.as(callers.admin(tenantId, userId));
const byKey = ({ id }: Key) =>
  service.as({ ...callers.apiKey(tenantId, PERMISSIONS), apiKeyId: id, createdBy: userId } as Caller);
const input = (more: object = {}) => ({ name: 'Build', permissions: PERMISSIONS, ...more });

async function make(more: object = {}, maker?: Key): Promise<Key> {
  const { status, body } = await (maker ? byKey(maker) : admin()).post(path()).send(input(more));
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.data;
}
const grantsOf = ({ key }: Key) => grants(service, { type: 'api_key', hash: hashApiKey(key) }, tenantId);
const inOneHour = () => new Date(service.clock.now().getTime() + 3_600_000).toISOString();

describe('a key that a key makes', () => {
  it('has no higher rate and no later end than that key', async () => {
    const maker = await make({ rateLimit: 5, expiresAt: inOneHour() });
    const later = new Date(Date.parse(inOneHour()) + 1_000).toISOString();
    for (const [field, value] of [
      ['rateLimit', 6],
      ['rateLimit', 1_000_000],
      ['expiresAt', later],
    ] as const) {
      const { status, body } = await byKey(maker)
        .post(path())
        .send(input({ [field]: value }));
      expect([status, body.code, body.details]).toMatchObject([
        403,
        'api_key.permissions_exceeded',
        [{ field }],
      ]);
    }
    const sooner = new Date(Date.parse(inOneHour()) - 1_000).toISOString();
    expect(await make({ rateLimit: 4, expiresAt: sooner }, maker)).toMatchObject({
      rateLimit: 4,
      expiresAt: sooner,
    });
  });

  it('has the rate and the end of that key where it asks for none', async () => {
    const expiresAt = inOneHour();
    const maker = await make({ rateLimit: 5, expiresAt });
    expect(await make({}, maker)).toMatchObject({ rateLimit: 5, expiresAt });
    expect(await make({ expiresAt: null }, await make({}, maker))).toMatchObject({ rateLimit: 5, expiresAt });
    const wide = await make({ rateLimit: 5_000 });
    expect(await make({}, wide)).toMatchObject({ rateLimit: 1_000, expiresAt: null });
  });

  it('is refused once a key that it descends from is revoked, and each of them within a second', async () => {
    const maker = await make();
    const child = await make({}, maker);
    const grandchild = await make({}, child);
    const apart = await make();
    const { status, headers } = await admin().delete(`${path()}/${maker.id}`);
    expect(status).toBe(204);
    expect(headers['x-invalidate']).toBe(`api_key:${maker.id}`);
    expect(await revoked(service)).toContain(`api_key:${maker.id}`);
    for (const { id } of [maker, child, grandchild]) {
      expect((await admin().get(`${path()}/${id}`)).body.data.isActive).toBe(false);
    }
    for (const key of [maker, child, grandchild]) expect((await grantsOf(key)).status).toBe(401);
    expect((await grantsOf(apart)).status).toBe(200);
    const ends = (await service.events()).filter(({ type }) => type === 'api_key.revoked');
    const own = ends.find(({ resource }) => resource.id === maker.id);
    expect(own).not.toHaveProperty('causedBy');
    for (const { id } of [child, grandchild]) {
      expect(ends.find(({ resource }) => resource.id === id)).toMatchObject({ causedBy: own?.id });
    }
  });

  it('is known to gateways with the keys that it descends from, whose revocation ends it', async () => {
    const maker = await make();
    const child = await make({}, maker);
    const grandchild = await make({}, child);
    expect((await grantsOf(grandchild)).data.caller).toMatchObject({ ancestorIds: [child.id, maker.id] });
    expect((await grantsOf(maker)).data.caller).toMatchObject({ ancestorIds: [] });
  });

  it('descends from five others at most', async () => {
    let key = await make();
    for (let depth = 1; depth <= 5; depth += 1) key = await make({}, key);
    const { status, body } = await byKey(key).post(path()).send(input());
    expect([status, body.code]).toEqual([403, 'auth.forbidden']);
  });

  it('ends for a gateway when the first of the keys above it ends', async () => {
    const maker = await make();
    const child = await make({ expiresAt: inOneHour() }, maker);
    const sooner = new Date(service.clock.now().getTime() + 60_000);
    await apiKeys.in({ ...service.ctx, tenantId }).update(maker.id, { expiresAt: sooner });
    expect((await grantsOf(child)).data.expiresAt).toBe(sooner.toISOString());
  });

  it('leaves the keys above it as they are when it is revoked', async () => {
    const maker = await make();
    const child = await make({}, maker);
    expect((await byKey(maker).delete(`${path()}/${child.id}`)).status).toBe(204);
    expect([(await grantsOf(maker)).status, (await grantsOf(child)).status]).toEqual([200, 401]);
  });

  it('is over when a key that it descends from is over, and never wider than it', async () => {
    const maker = await make({ rateLimit: 50 });
    const child = await make({ rateLimit: 40 }, maker);
    const rows = apiKeys.in({ ...service.ctx, tenantId });
    await rows.update(maker.id, { rateLimit: 7, permissions: ['read:pages'] });
    expect((await grantsOf(child)).data).toMatchObject({
      caller: { rateLimit: 7 },
      permissions: ['read:pages'],
    });
    await rows.update(maker.id, { expiresAt: new Date(service.clock.now().getTime() + 60_000) });
    expect((await grantsOf(child)).status).toBe(200);
    service.clock.advance(60_000);
    expect((await grantsOf(child)).status).toBe(401);
  });
});
