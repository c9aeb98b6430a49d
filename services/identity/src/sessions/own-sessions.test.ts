import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import {
  callerOf,
  claimsOf,
  credentialOf,
  grants,
  PASSWORD,
  registered,
  revoked,
  startIdentity,
  TENANT,
  type TestIdentity,
} from '../test-support';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

interface Tokens {
  accessToken: string;
  refreshToken: string;
}
const logIn = async (email: string): Promise<Tokens> =>
  (
    await service
      .as(callers.anonymous)
      .post('/auth/login')
      .set('User-Agent', 'Firefox')
      .send({ email, password: PASSWORD })
  ).body.data;
const as = ({ accessToken }: Tokens) => service.as(callerOf(accessToken));
const refresh = async ({ refreshToken }: Tokens) =>
  service.as(callers.anonymous).post('/auth/refresh').send({ refreshToken });
const sidOf = ({ accessToken }: Tokens) => claimsOf(accessToken).sid;
/** Makes the user a member of another tenant. */
async function addTenant(userId: string): Promise<string> {
  const tenantId = newId();
  const tenant = { name: 'Second', status: 'trial', deleted: false, revision: 1 };
  const { status } = await service
    .as(callers.service('tenant'))
    .post('/internal/memberships')
    .send({ tenantId, userId, role: 'editor', tenant });
  expect(status).toBe(200);
  return tenantId;
}

describe('the sessions of a user', () => {
  it('are listed with where they were begun, the newest first, and say which one asks', async () => {
    const { email, data, tenantId } = await registered(service, TENANT);
    service.clock.advance(1_000);
    const second = await logIn(email);
    const { body } = await as(second).get('/auth/sessions');
    expect(body.data.pagination.total).toBe(2);
    expect(body.data.items).toMatchObject([
      { id: sidOf(second), isCurrent: true, userAgent: 'Firefox', activeTenantId: tenantId },
      { id: sidOf(data), isCurrent: false },
    ]);
    expect(JSON.stringify(body)).not.toContain('refresh');
  });

  it('a session that its owner ends is refused at once, and its refresh token too', async () => {
    const { email, data } = await registered(service);
    const other = await logIn(email);
    const { status, headers } = await as(other).delete(`/auth/sessions/${sidOf(data)}`);
    expect(status).toBe(204);
    expect(headers['x-invalidate']).toBe(`session:${sidOf(data)}`);
    expect(await revoked(service)).toContain(`session:${sidOf(data)}`);
    expect((await grants(service, credentialOf(data.accessToken))).status).toBe(401);
    expect((await refresh(data)).status).toBe(401);
    expect((await grants(service, credentialOf(other.accessToken))).status).toBe(200);
    expect((await as(other).get('/auth/sessions')).body.data.items).toHaveLength(1);
    const event = (await service.events()).at(-1);
    expect(event).toMatchObject({
      type: 'user.session_ended',
      tenantId: null,
      data: { email, sessionId: sidOf(data) },
    });
    expect((await as(other).delete(`/auth/sessions/${sidOf(data)}`)).status).toBe(404);
  });

  it('of somebody else are neither listed nor ended', async () => {
    const [one, two] = [await registered(service), await registered(service)];
    const { status, body } = await as(one.data).delete(`/auth/sessions/${sidOf(two.data)}`);
    expect([status, body.code]).toEqual([404, 'session.not_found']);
    expect((await as(one.data).get('/auth/sessions')).body.data.items).toHaveLength(1);
    expect((await grants(service, credentialOf(two.data.accessToken))).status).toBe(200);
  });

  it('that have expired are not listed', async () => {
    const { email } = await registered(service);
    service.clock.advance(30 * 24 * 60 * 60 * 1_000);
    const current = await logIn(email);
    expect((await as(current).get('/auth/sessions')).body.data.items).toHaveLength(1);
  });
});

describe('the switch to another tenant', () => {
  it('gives tokens of that tenant, and the next login begins there', async () => {
    const { email, data, userId, tenantId } = await registered(service, TENANT);
    const second = await addTenant(userId);
    const { status, body, headers } = await as(data).post('/auth/switch').send({ tenantId: second });
    expect([status, body.data.activeTenantId, headers['cache-control']]).toEqual([200, second, 'no-store']);
    expect(sidOf(body.data)).toBe(sidOf(data));
    const me = (await as(body.data).get('/auth/me')).body.data;
    expect(me.activeTenantId).toBe(second);
    expect(me.memberships.map((each: { tenantId: string }) => each.tenantId)).toEqual([tenantId, second]);
    expect(me.permissions).toContain('write:pages');
    expect(me.permissions).not.toContain('write:users');
    expect((await refresh(body.data)).body.data.activeTenantId).toBe(second);
    expect(await logIn(email)).toMatchObject({ activeTenantId: second });
  });

  it('replaces the refresh token, whose later use ends the session', async () => {
    const { data, userId } = await registered(service, TENANT);
    const { body } = await as(data)
      .post('/auth/switch')
      .send({ tenantId: await addTenant(userId) });
    service.clock.advance(10_001);
    expect((await refresh(data)).body.code).toBe('auth.refresh_token_reused');
    expect((await refresh(body.data)).status).toBe(401);
  });

  it('to a tenant of others is refused as one to none', async () => {
    const { data } = await registered(service, TENANT);
    const other = await registered(service, TENANT);
    const refusals = [];
    for (const tenantId of [other.tenantId, newId()]) {
      const { status, body } = await as(data).post('/auth/switch').send({ tenantId });
      refusals.push([status, body.details]);
    }
    expect(refusals[0]).toMatchObject([422, [{ field: 'tenantId' }]]);
    expect(refusals[0]).toEqual(refusals[1]);
  });
});
