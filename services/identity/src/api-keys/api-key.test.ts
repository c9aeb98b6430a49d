import { hashApiKey, isApiKeyForm, newId } from '@siteninja/core';
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

const path = () => `/tenants/${tenantId}/api-keys`;
const admin = () => service.as(callers.admin(tenantId, userId));
const input = (more: object = {}) => ({
  name: 'Build',
  permissions: ['read:pages', 'publish:pages'],
  ...more,
});
const make = async (more: object = {}) => {
  const { status, body } = await admin().post(path()).send(input(more));
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.data;
};

describe('the creation of an API key', () => {
  it('a new API key is shown once, and only its hash is stored', async () => {
    const { status, body, headers } = await admin().post(path()).send(input());
    expect(status).toBe(201);
    const { key, ...shown } = body.data;
    expect(headers.location).toBe(`/api${path()}/${shown.id}`);
    expect(isApiKeyForm(key)).toBe(true);
    expect(shown).toMatchObject({
      tenantId,
      name: 'Build',
      keyPrefix: key.slice(0, 12),
      rateLimit: 1000,
      isActive: true,
      expiresAt: null,
      lastUsedAt: null,
      createdBy: userId,
    });
    const read = await admin().get(`${path()}/${shown.id}`);
    expect(read.body.data).toEqual(shown);
    const stored = await apiKeys.in({ ...service.ctx, tenantId }).findOne({ _id: shown.id });
    expect(stored?.keyHash).toBe(hashApiKey(key));
    const event = (await service.events()).at(-1);
    expect(event).toMatchObject({
      type: 'api_key.created',
      tenantId,
      data: shown,
      resource: { id: shown.id },
    });
    const told = JSON.stringify([stored, event, (await admin().get(path())).body]);
    expect(told).not.toContain(key.slice(12));
    expect(JSON.stringify(event)).not.toContain(hashApiKey(key));
  });

  it('an API key is found by its id in any case, and by no other form of it', async () => {
    const { id } = await make();
    const upper = `${path().replace(tenantId, tenantId.toUpperCase())}/${id.toUpperCase()}`;
    expect((await admin().get(upper)).body.data).toMatchObject({ id, tenantId });
    for (const other of [`{${id}}`, id.replaceAll('-', '')]) {
      expect((await admin().get(`${path()}/${encodeURIComponent(other)}`)).status).toBe(404);
    }
  });

  it('an API key ends at a time that exists and has an offset, given back in UTC', async () => {
    const { expiresAt } = await make({ expiresAt: '2999-06-01T09:00:00+02:00' });
    expect(expiresAt).toBe('2999-06-01T07:00:00.000Z');
    for (const wrong of [
      '2999-02-31',
      '2999-02-31T00:00:00Z',
      '2999-06-01T09:00:00',
      '2999-06-01T24:00:00Z',
    ]) {
      const { status, body } = await admin()
        .post(path())
        .send(input({ expiresAt: wrong }));
      expect([status, body.details]).toMatchObject([422, [{ field: 'expiresAt' }]]);
    }
  });

  it('an API key with permissions that its creator does not have is refused', async () => {
    const held = ['write:api-keys', 'read:pages'] as const;
    const before = (await admin().get(path())).body.data.pagination.total;
    const refused = await service.as(callers.apiKey(tenantId, held)).post(path()).send(input());
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      code: 'api_key.permissions_exceeded',
      details: [{ field: 'permissions' }],
    });
    const within = await service
      .as(callers.apiKey(tenantId, held))
      .post(path())
      .send(input({ permissions: ['read:pages'] }));
    expect(within.status).toBe(201);
    expect((await admin().get(path())).body.data.pagination.total).toBe(before + 1);
  });

  it('a refused API key names the bad fields: unknown permissions, an expiry in the past, a limit of 0', async () => {
    const wrong = {
      permissions: ['read:everything'],
      permissionsEmpty: [],
      rateLimit: 0,
      expiresAt: '2001-01-01T00:00:00Z',
    };
    for (const [field, value] of Object.entries(wrong)) {
      const name = field.replace('Empty', '');
      const { status, body } = await admin()
        .post(path())
        .send(input({ [name]: value }));
      expect(status).toBe(422);
      expect(body.details[0].field).toMatch(new RegExp(`^${name}`));
    }
    expect(
      (
        await admin()
          .post(path())
          .send(input({ expiresAt: '2999-02-31' }))
      ).status,
    ).not.toBe(500);
  });

  it('only admins of the tenant create API keys', async () => {
    for (const caller of [callers.viewer(tenantId), callers.editor(tenantId), callers.nonMember()]) {
      expect((await service.as(caller).post(path()).send(input())).status).toBe(403);
      expect((await service.as(caller).get(path())).status).toBe(403);
    }
  });
});

describe('the revocation of an API key', () => {
  it('a revoked API key is refused, stays in the list, and is recorded as one event', async () => {
    const { id, key } = await make();
    const { status, headers } = await admin().delete(`${path()}/${id}`);
    expect(status).toBe(204);
    expect(headers['x-invalidate']).toBe(`api_key:${id}`);
    expect(await revoked(service)).toContain(`api_key:${id}`);
    expect(await grants(service, { type: 'api_key', hash: hashApiKey(key) })).toMatchObject({
      status: 401,
      code: 'auth.key_invalid',
    });
    const read = await admin().get(`${path()}/${id}`);
    expect(read.body.data).toMatchObject({ isActive: false, revokedAt: expect.any(String) });
    expect((await admin().delete(`${path()}/${id}`)).status).toBe(204);
    const events = (await service.events()).filter(({ resource }) => resource.id === id);
    expect(events.map(({ type }) => type)).toEqual(['api_key.created', 'api_key.revoked']);
    expect(events[1]).toMatchObject({
      tenantId,
      change: { before: { isActive: true }, after: { isActive: false } },
    });
  });

  it('an API key cannot revoke one with permissions that it does not have itself', async () => {
    const { id } = await make({ permissions: ['write:pages'] });
    const lesser = service.as(callers.apiKey(tenantId, ['delete:api-keys']));
    expect((await lesser.delete(`${path()}/${id}`)).status).toBe(403);
    const greater = service.as(callers.apiKey(tenantId, ['delete:api-keys', 'write:pages']));
    expect((await greater.delete(`${path()}/${id}`)).status).toBe(204);
  });

  it('the revocation of an API key that has changed since it was read is refused', async () => {
    const { id } = await make();
    const stale = await admin().delete(`${path()}/${id}`).set('If-Match', '"stale"');
    expect(stale.status).toBe(412);
    const { headers } = await admin().get(`${path()}/${id}`);
    expect(stale.headers.etag).toBe(headers.etag);
    expect((await admin().delete(`${path()}/${id}`).set('If-Match', String(headers.etag))).status).toBe(204);
  });

  it('the API keys of another tenant are not found', async () => {
    const { id } = await make();
    const other = await registered(service, TENANT);
    const stranger = service.as(callers.admin(other.tenantId, other.userId));
    for (const unknown of [id, newId(), 'nothing']) {
      expect((await stranger.delete(`/tenants/${other.tenantId}/api-keys/${unknown}`)).status).toBe(404);
      expect((await stranger.get(`/tenants/${other.tenantId}/api-keys/${unknown}`)).status).toBe(404);
    }
    expect((await admin().get(`${path()}/${id}`)).body.data.isActive).toBe(true);
  });
});

describe('the list of API keys', () => {
  it('API keys are listed page by page, newest first', async () => {
    const { tenantId: own, userId: owner } = await registered(service, TENANT);
    const theirs = service.as(callers.admin(own, owner));
    for (const name of ['one', 'two', 'three']) {
      service.clock.advance(1_000);
      await theirs.post(`/tenants/${own}/api-keys`).send(input({ name }));
    }
    const { body } = await theirs.get(`/tenants/${own}/api-keys?limit=2`);
    expect(body.data.items.map(({ name }: { name: string }) => name)).toEqual(['three', 'two']);
    expect(body.data.pagination).toMatchObject({ total: 3, totalPages: 2, hasNext: true });
    expect((await theirs.get(`/tenants/${own}/api-keys?sort=keyHash`)).status).toBe(422);
  });
});
