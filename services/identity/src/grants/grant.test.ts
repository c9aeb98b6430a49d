import { hashApiKey, newId, type Permission } from '@siteninja/core';
import { callers, until } from '@siteninja/testing';
import { apiKeys } from '../api-keys/api-key.model';
import { memberships } from '../memberships/membership.model';
import { sessions } from '../sessions/session.model';
import {
  credentialOf,
  grants,
  newEmail,
  PASSWORD,
  registered,
  startIdentity,
  TENANT,
  type TestIdentity,
} from '../test-support';
import { tenants } from '../tenants/tenant.projection';
import { users } from '../users/user.model';

const ROOT = { email: 'root@example.com', password: 'a lighthouse in the fog' };
let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity({ SUPER_ADMIN_EMAIL: ROOT.email, SUPER_ADMIN_PASSWORD: ROOT.password });
});
afterAll(() => service.stop());

const inTenant = (tenantId: string) => memberships.in({ ...service.ctx, tenantId });

async function keyOf(tenantId: string, userId: string, more: object = {}) {
  const permissions: Permission[] = ['read:pages', 'write:pages', 'write:api-keys'];
  const { body } = await service
    .as(callers.admin(tenantId, userId))
    .post(`/tenants/${tenantId}/api-keys`)
    .send({ name: 'Build', permissions, ...more });
  return { id: String(body.data.id), credential: { type: 'api_key', hash: hashApiKey(body.data.key) } };
}

describe('the grants of a session', () => {
  it('a session has the permissions of its user’s role in the tenant that is asked about', async () => {
    const { data, userId, tenantId } = await registered(service, TENANT);
    const credential = credentialOf(data.accessToken);
    const caller = { type: 'user', userId, sessionId: credential.sessionId };
    const answer = await grants(service, credential, tenantId);
    expect(answer.data).toMatchObject({
      caller,
      isSuperAdmin: false,
      tenant: { id: tenantId, status: 'trial', deleted: false, role: 'admin' },
    });
    expect(answer.data.permissions).toContain('delete:api-keys');
    await inTenant(tenantId).updateOne({ userId }, { $set: { role: 'viewer' } });
    const demoted = await grants(service, credential, tenantId);
    expect(demoted.data.tenant.role).toBe('viewer');
    expect(demoted.data.permissions).not.toContain('write:pages');
    const nowhere = await grants(service, credential, null);
    const { expiresAt } = nowhere.data;
    expect(Date.parse(expiresAt)).toBeGreaterThan(service.clock.now().getTime());
    expect(nowhere.data).toEqual({ caller, isSuperAdmin: false, tenant: null, permissions: [], expiresAt });
  });

  it('a session has no permissions in a tenant that is unknown or has no active membership of its user', async () => {
    const { data, userId, tenantId } = await registered(service, TENANT);
    const other = await registered(service, TENANT);
    const credential = credentialOf(data.accessToken);
    await inTenant(tenantId).updateOne({ userId }, { $set: { status: 'inactive' } });
    for (const asked of [tenantId, other.tenantId, newId()]) {
      expect((await grants(service, credential, asked)).data).toMatchObject({
        tenant: null,
        permissions: [],
      });
    }
  });

  it('grants are refused to a session that has ended, to one of another user, and to tokens from before a change of the account', async () => {
    const { data, userId } = await registered(service, TENANT);
    const credential = credentialOf(data.accessToken);
    const other = await registered(service);
    const wrong = [
      { ...credential, sessionId: newId() },
      { ...credential, sessionId: credentialOf(other.data.accessToken).sessionId },
      { ...credential, securityVersion: 0 },
      { ...credential, securityVersion: 2 },
      { ...credential, userId: newId() },
    ];
    for (const one of wrong) {
      expect(await grants(service, one)).toMatchObject({ status: 401, code: 'auth.token_expired' });
    }
    expect((await grants(service, credential)).status).toBe(200);
    await users.in(service.ctx).updateOne({ _id: userId }, { $set: { status: 'inactive' } });
    expect(await grants(service, credential)).toMatchObject({ status: 401, code: 'auth.token_expired' });
  });

  it('a super_admin has access to every known tenant and to no other', async () => {
    const { tenantId } = await registered(service, TENANT);
    const login = await service.as(callers.anonymous).post('/auth/login').send(ROOT);
    const credential = credentialOf(login.body.data.accessToken);
    expect((await grants(service, credential, tenantId)).data).toMatchObject({
      isSuperAdmin: true,
      tenant: { id: tenantId, role: null },
    });
    expect((await grants(service, credential, newId())).data.tenant).toBeNull();
  });

  it('the time at which a session was last seen is stored at most once a minute', async () => {
    const { data } = await registered(service);
    const credential = credentialOf(data.accessToken);
    const seen = async () =>
      (await sessions.in(service.ctx).findOne({ _id: credential.sessionId }))?.lastSeenAt.getTime();
    const first = await seen();
    service.clock.advance(30_000);
    await grants(service, credential);
    service.clock.advance(31_000);
    expect(await seen()).toBe(first);
    await grants(service, credential);
    await until(async () => (await seen()) === service.clock.now().getTime());
  });
});

describe('the grants of an API key', () => {
  it('an API key has its permissions in its own tenant, and none elsewhere', async () => {
    const { userId, tenantId } = await registered(service, TENANT);
    const other = await registered(service, TENANT);
    const { id, credential } = await keyOf(tenantId, userId, { rateLimit: 70 });
    const caller = { type: 'api_key', apiKeyId: id, createdBy: userId, rateLimit: 70, ancestorIds: [] };
    const own = {
      caller,
      isSuperAdmin: false,
      tenant: { id: tenantId, status: 'trial', deleted: false, role: null },
      permissions: ['read:pages', 'write:pages', 'write:api-keys'],
      expiresAt: null,
    };
    expect((await grants(service, credential, tenantId)).data).toEqual(own);
    expect((await grants(service, credential, null)).data).toEqual(own);
    const elsewhere = await grants(service, credential, other.tenantId);
    expect(elsewhere.data).toEqual({ ...own, tenant: null, permissions: [] });
  });

  it('an API key of a deleted tenant is not valid until that is restored', async () => {
    const { userId, tenantId } = await registered(service, TENANT);
    const { credential } = await keyOf(tenantId, userId);
    const setDeleted = (deleted: boolean) =>
      tenants.in(service.ctx).updateOne({ _id: tenantId }, { $set: { deleted } });
    await setDeleted(true);
    for (const asked of [tenantId, null]) {
      expect(await grants(service, credential, asked)).toMatchObject({
        status: 401,
        code: 'auth.key_invalid',
      });
    }
    await setDeleted(false);
    expect((await grants(service, credential, tenantId)).status).toBe(200);
  });

  it('an API key never has more permissions than its creator, also after the creator is demoted', async () => {
    const { userId, tenantId } = await registered(service, TENANT);
    const { credential } = await keyOf(tenantId, userId);
    await inTenant(tenantId).updateOne({ userId }, { $set: { role: 'editor' } });
    expect((await grants(service, credential, tenantId)).data.permissions).toEqual([
      'read:pages',
      'write:pages',
    ]);
    await inTenant(tenantId).updateOne({ userId }, { $set: { role: 'viewer' } });
    expect((await grants(service, credential, tenantId)).data.permissions).toEqual(['read:pages']);
  });

  it('an API key is refused once its creator is no active member or has no active account', async () => {
    const { userId, tenantId } = await registered(service, TENANT);
    const { credential } = await keyOf(tenantId, userId);
    const invalid = { status: 401, code: 'auth.key_invalid' };
    await inTenant(tenantId).updateOne({ userId }, { $set: { status: 'inactive' } });
    expect(await grants(service, credential, tenantId)).toMatchObject(invalid);
    await inTenant(tenantId).updateOne({ userId }, { $set: { status: 'active' } });
    expect((await grants(service, credential, tenantId)).status).toBe(200);
    await users.in(service.ctx).updateOne({ _id: userId }, { $set: { status: 'inactive' } });
    expect(await grants(service, credential, tenantId)).toMatchObject(invalid);
  });

  it('an API key is refused from its expiry on', async () => {
    const { userId, tenantId } = await registered(service, TENANT);
    const expiresAt = new Date(service.clock.now().getTime() + 60_000).toISOString();
    const { credential } = await keyOf(tenantId, userId, { expiresAt });
    expect((await grants(service, credential, tenantId)).data.expiresAt).toBe(expiresAt);
    service.clock.advance(60_000);
    expect((await grants(service, credential, tenantId)).code).toBe('auth.key_invalid');
    const unknown = { type: 'api_key', hash: 'f'.repeat(64) };
    expect((await grants(service, unknown, tenantId)).code).toBe('auth.key_invalid');
  });

  it('the time at which an API key was last used is stored', async () => {
    const { userId, tenantId } = await registered(service, TENANT);
    const { id, credential } = await keyOf(tenantId, userId);
    await grants(service, credential, tenantId);
    await until(
      async () => (await apiKeys.in({ ...service.ctx, tenantId }).findOne({ _id: id }))?.lastUsedAt,
    );
  });
});

describe('the internal routes', () => {
  it('an internal route answers the services that it names, and nobody else', async () => {
    const asked: [string, 'get' | 'post' | 'put', string][] = [
      ['gateway', 'post', '/internal/grants'],
      ['gateway', 'get', '/internal/revocations'],
      ['tenant', 'post', '/internal/memberships'],
      ['tenant', 'put', `/internal/tenants/${newId()}`],
      ['tenant', 'get', `/internal/tenants/${newId()}/admins`],
    ];
    for (const [friend, method, path] of asked) {
      const others = [
        callers.anonymous,
        callers.superAdmin(),
        callers.service('content'),
        callers.service(friend === 'tenant' ? 'gateway' : 'tenant'),
      ];
      for (const caller of others) expect((await service.as(caller)[method](path)).status).toBe(401);
      expect((await service.plainly[method](path)).status).toBe(401);
    }
  });

  it('a service’s own token opens no public route', async () => {
    const credentials = { email: newEmail(), password: PASSWORD };
    const answer = await service.as(callers.service('tenant')).post('/auth/login').send(credentials);
    expect(answer.status).toBe(401);
  });
});
