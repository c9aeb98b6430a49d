import { createPublicKey } from 'node:crypto';
import { type Caller } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { verify } from 'jsonwebtoken';
import {
  callerOf,
  newEmail,
  PASSWORD,
  registered,
  revoked,
  startIdentity,
  TENANT,
  type TestIdentity,
} from '../test-support';
import { users } from '../users/user.model';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity({ LOG_LEVEL: 'warn' });
});
afterAll(() => service.stop());

const logIn = (email: string, password = PASSWORD) =>
  service.as(callers.anonymous).post('/auth/login').send({ email, password });

describe('logging in', () => {
  it('the right password gives tokens, in any case of the email’s letters, with one event that is no tenant’s', async () => {
    const { email, userId, tenantId } = await registered(service, TENANT);
    const { status, body } = await logIn(email.toUpperCase());
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ user: { id: userId }, activeTenantId: tenantId, tokenType: 'Bearer' });
    const event = (await service.events()).at(-1);
    expect(event).toMatchObject({ type: 'user.logged_in', tenantId: null, actor: { type: 'user', userId } });
    const told = JSON.stringify(event);
    for (const secret of [body.data.accessToken, body.data.refreshToken, PASSWORD]) {
      expect(told).not.toContain(secret);
    }
  });

  it('every wrong log-in gets the same answer, and checks a password hash', async () => {
    const { email } = await registered(service);
    const compared = jest.spyOn(service.ctx.ports.passwords, 'matches');
    const answers = [await logIn(email, 'something else'), await logIn(newEmail()), await logIn(email, 'x')];
    for (const { status, body, headers } of answers) {
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toBe('Bearer');
      expect(body).toMatchObject({ code: 'auth.invalid_credentials', error: answers[0]?.body.error });
    }
    expect(compared.mock.calls.map(([, stored]) => stored === null)).toEqual([false, true, false]);
    compared.mockRestore();
  });

  it('a failed log-in is a line of the log, with address and reason, the mailbox masked and no password', async () => {
    const { email } = await registered(service);
    const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    await logIn(email, 'something else');
    const lines = written.mock.calls.map(([line]) => String(line));
    written.mockRestore();
    const [line = '{}'] = lines.filter((each) => each.includes('a log-in failed'));
    expect(JSON.parse(line)).toMatchObject({
      level: 'warn',
      service: 'identity',
      reason: 'auth.invalid_credentials',
      account: email.replace(/^(.).*@/, '$1***@'),
      address: expect.stringMatching(/\S/),
      requestId: 'test',
    });
    expect(lines.join('')).not.toContain(email);
    expect(lines.join('')).not.toContain('something else');
  });

  it('only a log-in with the right password reveals that an account is inactive', async () => {
    const { email, userId } = await registered(service);
    await users.in(service.ctx).updateOne({ _id: userId }, { $set: { status: 'inactive' } });
    expect((await logIn(email)).body.code).toBe('auth.account_inactive');
    expect((await logIn(email, 'something else')).body.code).toBe('auth.invalid_credentials');
  });

  it('the published keys verify access tokens', async () => {
    const { data, userId } = await registered(service);
    const { status, body, headers } = await service.as(callers.anonymous).get('/.well-known/jwks.json');
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch('application/json');
    expect(body.keys).toHaveLength(1);
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const key = createPublicKey({ key: body.keys[0], format: 'jwk' });
    const { header, payload } = verify(data.accessToken, key, {
      complete: true,
      algorithms: ['ES256'],
      issuer: 'siteninja',
      audience: 'siteninja-api',
      clockTimestamp: service.clock.now().getTime() / 1000,
    });
    expect(header).toMatchObject({ alg: 'ES256', kid: body.keys[0].kid });
    expect(payload).toMatchObject({ sub: userId, sv: 1 });
    if (typeof payload === 'string') throw new Error('A token without claims.');
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub', 'sv']);
  });
});

describe('the limit of log-ins', () => {
  it('too many wrong log-ins of an account are refused with the time to try again', async () => {
    const { email } = await registered(service);
    for (let tries = 0; tries < 10; tries += 1) expect((await logIn(email, 'guess')).status).toBe(401);
    const { status, body, headers } = await logIn(email.toUpperCase());
    expect(status).toBe(429);
    const seconds = Number(headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(900);
    expect(body).toMatchObject({ code: 'auth.too_many_attempts', details: [{ retryAfter: seconds }] });
    service.clock.advance(901_000);
    expect((await logIn(email)).status).toBe(200);
  });

  it('the limit of log-ins holds for emails without an account, and for concurrent guesses', async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 15 }, () => logIn(email)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(5).fill(429)]);
  });

  it('log-ins with the right password are never limited', async () => {
    const { email } = await registered(service);
    for (let times = 0; times < 15; times += 1) {
      service.clock.advance(1_000);
      expect((await logIn(email)).status).toBe(200);
    }
  });
});

describe('GET /auth/me', () => {
  it('GET /auth/me answers a user with their account, tenants and permissions', async () => {
    const { data, userId, tenantId } = await registered(service, TENANT);
    const { status, body } = await service.as(callerOf(data.accessToken)).get('/auth/me');
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      user: { id: userId },
      activeTenantId: tenantId,
      memberships: [{ tenantId, name: TENANT.name, role: 'admin' }],
    });
    expect(body.data.permissions).toContain('write:api-keys');
  });

  it('GET /auth/me answers an API key with its tenant and permissions, without a role', async () => {
    const { tenantId, userId } = await registered(service, TENANT);
    const made = await service
      .as(callers.admin(tenantId, userId))
      .post(`/tenants/${tenantId}/api-keys`)
      .send({ name: 'Build', permissions: ['read:pages'] });
    const caller = {
      ...callers.apiKey(tenantId, ['read:pages']),
      apiKeyId: made.body.data.id,
    } as Caller;
    const { body } = await service.as(caller).get('/auth/me');
    expect(body.data).toMatchObject({
      apiKey: { id: made.body.data.id, name: 'Build' },
      activeTenantId: tenantId,
      memberships: [{ tenantId, role: null }],
      permissions: ['read:pages'],
    });
    expect(body.data).not.toHaveProperty('user');
    expect(body.data.apiKey).not.toHaveProperty('key');
  });

  it('GET /auth/me is 401 without a credential', async () => {
    expect((await service.as(callers.anonymous).get('/auth/me')).status).toBe(401);
  });
});

describe('logging out', () => {
  it('a log-out ends the session’s access and refresh tokens at once, with one event', async () => {
    const { data, userId } = await registered(service);
    const caller = callerOf(data.accessToken);
    const { status, headers } = await service.as(caller).post('/auth/logout');
    expect(status).toBe(204);
    if (caller.type !== 'user') throw new Error('A token that is no user.');
    expect(headers['x-invalidate']).toBe(`session:${caller.sessionId}`);
    expect(await revoked(service)).toContain(`session:${caller.sessionId}`);
    const refresh = await service
      .as(callers.anonymous)
      .post('/auth/refresh')
      .send({ refreshToken: data.refreshToken });
    expect(refresh.status).toBe(401);
    expect((await service.as(caller).post('/auth/logout')).status).toBe(204);
    const events = (await service.events()).filter(({ resource }) => resource.id === userId);
    expect(events.map(({ type }) => type)).toEqual(['user.registered', 'user.logged_out']);
    expect(events[1]).toMatchObject({ actor: { type: 'user', userId }, data: { reason: 'logout' } });
  });
});
