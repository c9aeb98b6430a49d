import { newApiKey, newId, newSigningKey, privateKeyFrom } from '@siteninja/core';
import { echo, enveloped, refused, until } from '@siteninja/testing';
import { grantsFor } from '../test-stubs';
import { fetchJson, revocationsPulled, startWorld, type World } from '../test-support';
import { cacheGrants, type GrantsParts } from './grants';
import { identitiesSignedBy } from './identity';

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

describe('grants', () => {
  it('grants are asked for again after 10 seconds, refusals after 2', async () => {
    const token = world.identity.token();
    await as(token);
    world.identity.grants = () => refused(401, 'auth.token_expired');
    const other = world.identity.token();
    await as(other);
    const askedAfter = async (milliseconds: number) => {
      world.clock.advance(milliseconds);
      await revocationsPulled(world.identity);
      const before = grantRequests().length;
      await as(token);
      await as(other);
      return grantRequests().length - before;
    };
    expect(await askedAfter(2_000)).toBe(0);
    expect(await askedAfter(1)).toBe(1);
    expect(await askedAfter(7_999)).toBe(1);
    expect(await askedAfter(1)).toBe(1);
  });
});

describe('an API key that expires', () => {
  it.each([1_500, 9_999, 60_000])(
    'is over at its instant, although it was used %i ms before',
    async (lifeMs) => {
      const key = newApiKey();
      const expiresAt = new Date(world.clock.now().getTime() + lifeMs);
      world.identity.grants = ({ body }) =>
        world.clock.now() < expiresAt
          ? grantsFor(JSON.parse(body), { expiresAt: expiresAt.toISOString() })
          : refused(401, 'auth.key_invalid');
      expect((await as(key)).caller?.type).toBe('api_key');
      world.clock.advance(lifeMs - 1);
      await revocationsPulled(world.identity);
      expect((await as(key)).caller?.type).toBe('api_key');
      world.clock.advance(1);
      await revocationsPulled(world.identity);
      expect((await as(key)).caller?.refused).toBe('auth.key_invalid');
    },
  );
});

describe('revocation', () => {
  const kinds: [string, (ids: { sub: string; sid: string; tenantId: string }) => string][] = [
    ['user', ({ sub }) => `user:${sub}`],
    ['session', ({ sid }) => `session:${sid}`],
    ['tenant', ({ tenantId }) => `tenant:${tenantId}`],
  ];
  it.each(kinds)('the revocation of a %s takes effect with the next pull', async (_name, what) => {
    const ids = { sub: newId(), sid: newId(), tenantId: newId() };
    const token = world.identity.token(ids);
    const path = `/api/tenants/${ids.tenantId}/pages`;
    expect((await as(token, path)).caller?.type).toBe('user');
    world.identity.grants = () => refused(401, 'auth.token_expired');
    world.identity.revoked = [{ id: newId(), what: what(ids) }];
    await revocationsPulled(world.identity);
    expect((await as(token, path)).caller?.refused).toBe('auth.token_expired');
  });

  it('the revocation of a key takes effect on the keys that descend from it', async () => {
    const [key, parent, root] = [newApiKey(), newId(), newId()];
    world.identity.grants = ({ body }) => grantsFor(JSON.parse(body), { ancestorIds: [parent, root] });
    for (const ancestor of [parent, root]) {
      expect((await as(key)).caller?.type).toBe('api_key');
      const before = grantRequests().length;
      world.identity.revoked = [{ id: newId(), what: `api_key:${ancestor}` }];
      await revocationsPulled(world.identity);
      await as(key);
      expect(grantRequests()).toHaveLength(before + 1);
    }
  });

  it('a revocation that no pull brings takes effect after one second', async () => {
    const token = world.identity.token();
    expect((await as(token)).caller?.type).toBe('user');
    const { handle } = world.identity;
    world.identity.handle = (request) =>
      request.url.pathname === '/internal/revocations' ? refused(500, 'internal') : handle(request);
    world.identity.grants = () => refused(401, 'auth.token_expired');
    world.clock.advance(1_001);
    expect((await as(token)).caller?.refused).toBe('auth.token_expired');
    world.identity.handle = handle;
    await revocationsPulled(world.identity);
  });

  it('a revocation in X-Invalidate takes effect before the client gets the answer that carries it', async () => {
    const [sub, sid] = [newId(), newId()];
    const token = world.identity.token({ sub, sid });
    await as(token);
    world.identity.other = () => ({ headers: { 'x-invalidate': `tenant:${newId()}, session:${sid}` } });
    await as(token, '/api/auth/me');
    world.identity.other = echo;
    world.identity.grants = () => refused(401, 'auth.token_expired');
    expect((await as(token)).caller?.refused).toBe('auth.token_expired');
  });

  it('grants that were asked for before a revocation are neither cached nor shared with later requests', async () => {
    const sid = newId();
    const token = world.identity.token({ sid });
    let release: () => void = () => undefined;
    world.identity.grants = async ({ body }) => {
      await new Promise<void>((go) => (release = go));
      return grantsFor(JSON.parse(body));
    };
    const early = as(token);
    await until(() => grantRequests().length === 1);
    world.identity.other = () => ({ headers: { 'x-invalidate': `session:${sid}` } });
    await fetchJson(`${world.url}/api/auth/me`);
    world.identity.other = echo;
    const answerEarly = release;
    world.identity.grants = () => refused(401, 'auth.token_expired');
    // A later request neither waits for the early grants nor, once they are there, uses them.
    expect((await as(token)).caller?.refused).toBe('auth.token_expired');
    answerEarly();
    expect((await early).caller?.type).toBe('user');
    expect((await as(token)).caller?.refused).toBe('auth.token_expired');
  });

  it('while revocations cannot be pulled identity is asked for each request, and without identity it is 503', async () => {
    const token = world.identity.token();
    const askedForTwo = async () => {
      const before = grantRequests().length;
      await as(token);
      await as(token);
      return grantRequests().length - before;
    };
    expect((await as(token)).caller?.type).toBe('user');
    expect(await askedForTwo()).toBe(0);
    const { handle } = world.identity;
    world.identity.handle = (request) =>
      request.url.pathname === '/internal/revocations' ? refused(500, 'internal') : handle(request);
    await revocationsPulled(world.identity);
    world.clock.advance(1_000);
    expect(await askedForTwo()).toBe(0);
    world.clock.advance(1);
    expect(await askedForTwo()).toBe(2);
    world.identity.handle = () => refused(500, 'internal');
    const refusedAnswer = await as(token);
    expect(refusedAnswer.code).toBe('service.unavailable');
    expect(refusedAnswer.error).toBe('The identity service is unavailable. Try again.');
    expect((await fetchJson(`${world.url}/api/plans`)).caller?.type).toBe('anonymous');
    world.identity.handle = handle;
    await revocationsPulled(world.identity);
    await as(token);
    expect(await askedForTwo()).toBe(0);
  });

  it('while revocations cannot be pulled requests of one caller share an answer, but none to a question before them', async () => {
    const userId = newId();
    const answers: (() => void)[] = [];
    const ask: GrantsParts['ask'] = () =>
      new Promise((resolve) => {
        const isSuperAdmin = answers.length > 0;
        const caller = { type: 'user', userId, sessionId: 'one' } as const;
        const answer = { caller, isSuperAdmin, tenant: null, permissions: [], expiresAt: null };
        answers.push(() => resolve(answer));
      });
    const newIdentity = identitiesSignedBy(privateKeyFrom(newSigningKey()));
    const grants = cacheGrants({ ask, isCurrent: () => false, newIdentity, clock: world.clock });
    const session = { userId, sessionId: 'one', securityVersion: 1, expiresAtMs: Infinity };
    const find = () => grants.find({ type: 'session', session }, null);
    const first = find();
    const others = Array.from({ length: 20 }, find);
    expect(answers).toHaveLength(1);
    answers[0]?.();
    expect((await first).caller.isSuperAdmin).toBe(false);
    await until(() => answers.length === 2);
    answers[1]?.();
    for (const other of others) expect((await other).caller.isSuperAdmin).toBe(true);
    expect(answers).toHaveLength(2);
  });

  it('an answer of identity that is no verdict about the caller is 503', async () => {
    world.identity.grants = () => refused(401, 'auth.unauthenticated');
    expect((await as(world.identity.token())).code).toBe('service.unavailable');
    world.identity.grants = () => enveloped({ nonsense: true });
    expect((await as(world.identity.token())).code).toBe('service.unavailable');
  });
});
