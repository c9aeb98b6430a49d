import { hashApiKey, newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import {
  adminOfTenant,
  claimsOf,
  credentialOf,
  grants,
  memberOf,
  newEmail,
  PASSWORD,
  registered,
  revoked,
  signedIn,
  startIdentity,
  type TestIdentity,
} from '../test-support';
import { users } from '../users/user.model';

let service: TestIdentity;
let admin: Awaited<ReturnType<typeof adminOfTenant>>;
let path: string;
beforeAll(async () => {
  service = await startIdentity({ LOGIN_LIMIT: '1000' });
});
afterAll(() => service.stop());
beforeEach(async () => {
  admin = await adminOfTenant(service);
  path = `/tenants/${admin.tenantId}/users`;
});

const eventsOf = async (userId: string) =>
  (await service.events()).filter(({ resource }) => resource.id === userId).map(({ type }) => type);
const newKeyOf = async (userId: string, permissions: string[]) => {
  const answer = await service
    .as(callers.admin(admin.tenantId, userId))
    .post(`/tenants/${admin.tenantId}/api-keys`)
    .send({ name: 'Import', permissions });
  return { ...answer.body.data, credential: { type: 'api_key', hash: hashApiKey(answer.body.data.key) } };
};

describe('the members of a tenant', () => {
  it('are made at once with a password, and sign in to the tenant', async () => {
    const { email, userId, data } = await memberOf(admin, 'editor');
    expect(data).toMatchObject({
      tenantId: admin.tenantId,
      email,
      name: 'Noor Haddad',
      role: 'editor',
      status: 'active',
      lastLogin: null,
      invitedBy: admin.userId,
    });
    const tokens = await signedIn(service, email);
    expect([tokens.activeTenantId, tokens.user.id]).toEqual([admin.tenantId, userId]);
    const { data: granted } = await grants(service, credentialOf(tokens.accessToken), admin.tenantId);
    expect(granted.tenant.role).toBe('editor');
    expect(await eventsOf(userId)).toEqual(['user.joined', 'user.logged_in']);
  });

  it('are listed by role and status, and found by name and email in any case', async () => {
    const editor = await memberOf(admin, 'editor');
    const viewer = await memberOf(admin, 'viewer');
    await admin.as.put(`${path}/${viewer.userId}`).send({ status: 'inactive' });
    await adminOfTenant(service);
    const ids = async (query: string) =>
      (await admin.as.get(`${path}?${query}`)).body.data.items.map(({ id }: { id: string }) => id);
    expect(await ids('order=asc')).toEqual([admin.userId, editor.userId, viewer.userId]);
    expect(await ids('role=editor')).toEqual([editor.userId]);
    expect(await ids('status=inactive')).toEqual([viewer.userId]);
    expect(await ids(`search=${editor.email.toUpperCase()}`)).toEqual([editor.userId]);
    expect((await ids('search=HADDAD')).sort()).toEqual([editor.userId, viewer.userId].sort());
    expect(await ids('search=.*')).toEqual([]);
    expect(await ids('role=viewer&status=active')).toEqual([]);
  });

  it('are known to their own tenant alone', async () => {
    const other = await adminOfTenant(service);
    expect((await admin.as.get(`${path}/${other.userId}`)).body.code).toBe('user.not_found');
    expect((await admin.as.put(`${path}/${other.userId}/role`).send({ role: 'viewer' })).status).toBe(404);
    expect((await admin.as.delete(`${path}/${other.userId}`)).status).toBe(404);
    expect((await admin.as.get(path)).body.data.pagination.total).toBe(1);
  });

  it('hold no field that a client makes up: neither rights nor hashes', async () => {
    const send = (more: object) =>
      admin.as.post(path).send({ email: newEmail(), role: 'viewer', password: PASSWORD, ...more });
    for (const more of [
      { isSuperAdmin: true },
      { status: 'active' },
      { id: newId() },
      { tenantId: newId() },
      { passwordHash: 'x' },
      { emailVerifiedAt: new Date(0).toISOString() },
    ]) {
      const { status, body } = await send(more);
      expect([status, body.details[0].field]).toEqual([422, Object.keys(more)[0]]);
    }
    expect((await send({ role: 'super_admin' })).status).toBe(422);
    const { data } = await memberOf(admin, 'viewer');
    expect(JSON.stringify([data, await service.events()])).not.toMatch(/\$2[aby]\$|passwordHash|emailKey/);
  });

  it('are members once: neither twice, nor with a password for an account that exists', async () => {
    const { email } = await memberOf(admin, 'viewer');
    const again = await admin.as.post(path).send({ email: email.toUpperCase(), role: 'editor' });
    expect([again.status, again.body.code]).toEqual([409, 'user.already_member']);
    const { email: known } = await registered(service);
    const taken = await admin.as.post(path).send({ email: known, role: 'editor', password: PASSWORD });
    expect([taken.status, taken.body.details[0].field]).toEqual([422, 'password']);
    const weak = await admin.as
      .post(path)
      .send({ email: newEmail(), role: 'editor', password: 'password123' });
    expect([weak.status, weak.body.details[0].field]).toEqual([422, 'password']);
  });

  it('one of 20 parallel attempts makes the account', async () => {
    const email = newEmail();
    const attempts = Array.from({ length: 20 }, () =>
      admin.as.post(path).send({ email, role: 'viewer', password: PASSWORD }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array<number>(19).fill(409)]);
  });
});

describe('a change of a member', () => {
  it('of the role counts for tokens already given out, and narrows the keys that the member has made', async () => {
    const { email, userId } = await memberOf(admin, 'admin');
    const { accessToken } = await signedIn(service, email);
    const key = await newKeyOf(userId, ['read:pages', 'write:pages', 'write:users']);
    const answer = await admin.as.put(`${path}/${userId}/role`).send({ role: 'viewer' });
    expect([answer.status, answer.body.data.role]).toEqual([200, 'viewer']);
    expect(answer.headers['x-invalidate']).toContain(`user:${userId}`);
    expect(await revoked(service)).toContain(`user:${userId}`);
    const session = await grants(service, credentialOf(accessToken), admin.tenantId);
    expect(session.data.permissions).not.toContain('write:pages');
    expect((await grants(service, key.credential, admin.tenantId)).data.permissions).toEqual(['read:pages']);
    expect((await eventsOf(userId)).at(-1)).toBe('user.role_changed');
  });

  it('of the status keeps them and their keys out of this tenant, and in all others', async () => {
    const { email, userId } = await memberOf(admin, 'admin');
    const { accessToken } = await signedIn(service, email);
    const key = await newKeyOf(userId, ['read:pages']);
    const set = (status: string) => admin.as.put(`${path}/${userId}`).send({ status });
    expect((await set('inactive')).body.data.status).toBe('inactive');
    expect(await revoked(service)).toContain(`user:${userId}`);
    expect((await grants(service, credentialOf(accessToken), admin.tenantId)).data.tenant).toBeNull();
    expect((await grants(service, credentialOf(accessToken))).status).toBe(200);
    expect((await grants(service, key.credential)).code).toBe('auth.key_invalid');
    await set('active');
    expect((await grants(service, credentialOf(accessToken), admin.tenantId)).data.tenant).not.toBeNull();
    expect((await grants(service, key.credential)).status).toBe(200);
    expect((await eventsOf(userId)).slice(-2)).toEqual(['user.updated', 'user.updated']);
  });

  it('that says what is so already changes nothing and leaves no event', async () => {
    const { userId, data } = await memberOf(admin, 'editor');
    const before = await eventsOf(userId);
    expect((await admin.as.put(`${path}/${userId}/role`).send({ role: 'editor' })).body.data).toEqual(data);
    expect((await admin.as.put(`${path}/${userId}`).send({ status: 'active' })).body.data).toEqual(data);
    expect(await eventsOf(userId)).toEqual(before);
  });

  it('with an entity tag is made once', async () => {
    const { userId } = await memberOf(admin, 'editor');
    const { headers } = await admin.as.get(`${path}/${userId}`);
    const set = (role: string) =>
      admin.as.put(`${path}/${userId}/role`).set('If-Match', String(headers.etag)).send({ role });
    expect((await set('viewer')).status).toBe(200);
    expect((await set('admin')).status).toBe(412);
  });

  it('removes them with their keys here, their sessions in this tenant, and nothing else', async () => {
    const { email, userId } = await memberOf(admin, 'admin');
    const { accessToken } = await signedIn(service, email);
    const key = await newKeyOf(userId, ['read:pages']);
    expect((await admin.as.delete(`${path}/${userId}`)).status).toBe(204);
    expect((await grants(service, key.credential)).code).toBe('auth.key_invalid');
    expect((await grants(service, credentialOf(accessToken))).code).toBe('auth.token_expired');
    expect((await admin.as.get(`${path}/${userId}`)).status).toBe(404);
    const again = await signedIn(service, email);
    expect([again.user.id, again.activeTenantId]).toEqual([userId, null]);
    const events = (await service.events()).filter(
      ({ type, resource }) => type === 'user.removed' || resource.id === key.id,
    );
    const removal = events.find(({ resource }) => resource.id === userId);
    expect(events.find(({ type }) => type === 'api_key.revoked')?.causedBy).toBe(removal?.id);
    expect(claimsOf(again.accessToken).sub).toBe(userId);
  });
});

describe('an account, for the platform', () => {
  const platform = () => service.as(callers.superAdmin());

  it('is listed, and found by name and email', async () => {
    const { email, userId } = await memberOf(admin, 'viewer');
    const { body } = await platform().get(`/users?search=${email}&status=active`);
    expect(body.data.items.map(({ id }: { id: string }) => id)).toEqual([userId]);
    expect((await admin.as.get('/users')).status).toBe(403);
    expect((await admin.as.put(`/users/${userId}`).send({ status: 'inactive' })).status).toBe(403);
  });

  it('that is closed is out at once, with sessions and keys, and comes back without the sessions', async () => {
    const { email, userId } = await memberOf(admin, 'admin');
    const { accessToken, refreshToken } = await signedIn(service, email);
    const key = await newKeyOf(userId, ['read:pages']);
    const set = (status: string) => platform().put(`/users/${userId}`).send({ status });
    expect((await set('inactive')).body.data.status).toBe('inactive');
    expect(await revoked(service)).toContain(`user:${userId}`);
    expect((await grants(service, credentialOf(accessToken))).code).toBe('auth.token_expired');
    expect((await grants(service, key.credential)).code).toBe('auth.key_invalid');
    const refresh = await service.as(callers.anonymous).post('/auth/refresh').send({ refreshToken });
    expect(refresh.status).toBe(401);
    const refused = await service
      .as(callers.anonymous)
      .post('/auth/login')
      .send({ email, password: PASSWORD });
    expect(refused.body.code).toBe('auth.account_inactive');
    await set('active');
    expect((await grants(service, credentialOf(accessToken))).code).toBe('auth.token_expired');
    expect((await signedIn(service, email)).user.status).toBe('active');
    expect((await eventsOf(userId)).filter((type) => type === 'user.updated')).toHaveLength(2);
  });

  it('is not closed by its own owner', async () => {
    const { userId } = await memberOf(admin, 'viewer');
    const own = service.as({ ...callers.superAdmin(), userId } as ReturnType<typeof callers.superAdmin>);
    const answer = await own.put(`/users/${userId}`).send({ status: 'inactive' });
    expect([answer.status, answer.body.code]).toEqual([409, 'user.own_account']);
  });
});

describe('of a tenant that is erased', () => {
  const erase = async () => {
    await service.deliver({ type: 'tenant.erased', tenantId: admin.tenantId });
    await service.runDueJobs();
  };

  it('the members keep their accounts and belong to it no more, and nothing names it', async () => {
    const { data } = await memberOf(admin, 'editor');
    const key = await newKeyOf(admin.userId, ['read:pages']);
    await erase();
    expect((await grants(service, key.credential)).code).toBe('auth.key_invalid');
    const again = await signedIn(service, admin.email);
    expect(again.activeTenantId).toBeNull();
    const { data: granted } = await grants(service, credentialOf(again.accessToken), admin.tenantId);
    expect(granted.tenant).toBeNull();
    expect((await signedIn(service, data.email)).user.status).toBe('active');
    const sessions = await service.ctx.db
      .collection('sessions')
      .countDocuments({ activeTenantId: admin.tenantId });
    expect(sessions).toBe(0);
    expect(await revoked(service)).toContain(`tenant:${admin.tenantId}`);
  });

  it('who was only invited is forgotten, unless another tenant has invited them too', async () => {
    const other = await adminOfTenant(service);
    const [once, twice] = [newEmail(), newEmail()];
    const invite = (by: typeof admin, email: string) =>
      by.as.post(`/tenants/${by.tenantId}/users`).send({ email, role: 'viewer' });
    for (const email of [once, twice]) expect((await invite(admin, email)).status).toBe(201);
    expect((await invite(other, twice)).status).toBe(201);
    await erase();
    const known = await service.ctx.db
      .collection('users')
      .find({ email: { $in: [once, twice] } })
      .toArray();
    expect(known.map(({ email }) => email)).toEqual([twice]);
  });

  it('the platform sees that it is gone, and late news of it changes nothing', async () => {
    await erase();
    const state = { name: 'Back', status: 'trial', deleted: false, revision: 90 };
    const late = await service
      .as(callers.service('tenant'))
      .put(`/internal/tenants/${admin.tenantId}`)
      .send(state);
    expect(late.status).toBe(200);
    const platform = await registered(service);
    await users.in(service.ctx).update(platform.userId, { isSuperAdmin: true });
    const { data } = await grants(service, credentialOf(platform.data.accessToken), admin.tenantId);
    expect(data.tenant).toMatchObject({ id: admin.tenantId, deleted: true, role: null });
  });
});
