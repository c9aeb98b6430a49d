import { hash } from 'node:crypto';
import { newApiKey, newId } from '@siteninja/core';
import { refused } from '@siteninja/testing';
import { grantsFor } from '../test-stubs';
import { fetchJson, revocationsPulled, startWorld, type World } from '../test-support';

let world: World;
const grantRequests = () =>
  world.identity.requests
    .filter(({ url }) => url.pathname === '/internal/grants')
    .map(({ caller, body }) => ({ caller, body }));
const as = (token: string, path = '/api/plans') =>
  fetchJson(`${world.url}${path}`, { headers: { authorization: `Bearer ${token}` } });

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.identity.requests.length = 0;
  world.identity.grants = ({ body }) => grantsFor(JSON.parse(body));
});

describe('access tokens', () => {
  it('an access token makes a user with their grants in the tenant of the path', async () => {
    const [sub, sid, tenantId] = [newId(), newId(), newId()];
    const token = world.identity.token({ sub, sid, sv: 3 });
    const { caller } = await as(token, `/api/tenants/${tenantId}/pages`);
    expect(caller).toMatchObject({ type: 'user', userId: sub, tenant: { id: tenantId, role: 'editor' } });
    const [question] = grantRequests();
    expect(question?.caller).toMatchObject({ type: 'service', service: 'gateway' });
    expect(JSON.parse(question?.body ?? '')).toEqual({
      credential: { type: 'session', userId: sub, sessionId: sid, securityVersion: 3 },
      tenantId,
    });
    await as(token, `/api/tenants/${tenantId}/pages/${newId()}`);
    expect(grantRequests()).toHaveLength(1);
    expect((await as(token, '/api/tenants/not-an-id/pages')).caller?.tenant).toBeNull();
    expect(JSON.parse(grantRequests()[1]?.body ?? '').tenantId).toBeNull();
  });

  it('identity is asked once about a token, however many requests bring it at once', async () => {
    const token = world.identity.token();
    await Promise.all(Array.from({ length: 50 }, () => as(token)));
    expect(grantRequests()).toHaveLength(1);
  });
});

describe('access tokens as time passes', () => {
  // Moving the clock makes revocations stale; the next test begins when they are current again.
  afterEach(() => revocationsPulled(world.identity));

  it('an access token is refused from the instant of its exp', async () => {
    const nowSeconds = Math.floor(world.clock.now().getTime() / 1000);
    const expired = world.identity.token({ exp: nowSeconds - 1 });
    expect((await as(expired)).caller).toMatchObject({ refused: 'auth.token_expired' });
    const token = world.identity.token({ exp: nowSeconds + 60 });
    const lifetimeMs = (nowSeconds + 60) * 1000 - world.clock.now().getTime();
    world.clock.advance(lifetimeMs - 1);
    expect((await as(token)).caller?.type).toBe('user');
    world.clock.advance(1);
    expect((await as(token)).caller?.refused).toBe('auth.token_expired');
  });

  it('a token of a new key of identity is accepted, one of a withdrawn key is refused', async () => {
    const { keyId } = world.identity;
    const old = world.identity.token();
    Object.assign(world.identity, { keyId: newId() });
    const renewed = world.identity.token();
    world.clock.advance(3_001);
    expect((await as(renewed)).caller?.type).toBe('user');
    expect((await as(old)).caller).toMatchObject({ refused: 'auth.token_invalid' });
    Object.assign(world.identity, { keyId });
    world.clock.advance(3_001);
    expect((await as(old)).caller?.type).toBe('user');
  });

  it('tokens that name an unknown key make the gateway fetch the keys once in 3 seconds at most', async () => {
    const keyRequests = () =>
      world.identity.requests.filter(({ url }) => url.pathname === '/.well-known/jwks.json').length;
    await as(world.identity.token());
    world.clock.advance(3_001);
    world.identity.requests.length = 0;
    for (let time = 0; time < 5; time += 1) await as(world.identity.token({}, { keyid: newId() }));
    expect(keyRequests()).toBe(1);
    world.clock.advance(3_001);
    await as(world.identity.token({}, { keyid: newId() }));
    expect(keyRequests()).toBe(2);
  });
});

describe('API keys', () => {
  it('identity is asked about an API key by its hash alone', async () => {
    const key = newApiKey();
    const answer = await as(key);
    expect(answer.caller).toMatchObject({ type: 'api_key', apiKeyId: `id of ${hash('sha256', key)}` });
    expect(grantRequests()[0]?.body).not.toContain(key);
    const byHeader = await fetchJson(`${world.url}/api/plans`, { headers: { 'x-api-key': key } });
    expect(byHeader.caller?.type).toBe('api_key');
    expect(grantRequests()).toHaveLength(1);
  });

  it('an API key with a wrong checksum is refused without asking identity', async () => {
    const key = newApiKey();
    const wrong = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    for (const made of [wrong, 'sn_live_', `${key}0`, 'sn_test_x']) {
      expect((await as(made)).caller).toMatchObject({ refused: 'auth.key_invalid' });
    }
    expect(grantRequests()).toHaveLength(0);
  });

  it('an API key that identity does not know is refused', async () => {
    world.identity.grants = () => refused(401, 'auth.key_invalid');
    expect((await as(newApiKey())).caller).toMatchObject({ type: 'anonymous', refused: 'auth.key_invalid' });
  });
});

describe('credentials', () => {
  it('a request with both a token and an API key is refused, one without either is anonymous', async () => {
    const both = { authorization: `Bearer ${world.identity.token()}`, 'x-api-key': newApiKey() };
    const { caller } = await fetchJson(`${world.url}/api/plans`, { headers: both });
    expect(caller).toMatchObject({ type: 'anonymous', refused: 'auth.several_credentials' });
    expect((await fetchJson(`${world.url}/api/plans`)).caller).toEqual(
      expect.not.objectContaining({ refused: expect.anything() }),
    );
  });

  it.each(['Basic dTpw', 'Bearer', 'Bearer a b', 'bearer', ''])(
    'the Authorization header %p makes an anonymous caller, and no error',
    async (authorization) => {
      const { caller } = await fetchJson(`${world.url}/api/plans`, { headers: { authorization } });
      expect(caller).toMatchObject({ type: 'anonymous', refused: 'auth.token_invalid' });
    },
  );
});
