import { createHmac, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { newApiKey, newId } from '@siteninja/core';
import { decode, sign } from 'jsonwebtoken';
import { echo, enveloped, grantsFor, refused } from '../test-stubs';
import { fetchJson, startWorld, until, type World } from '../test-support';

let world: World;
const grantsAsked = () => world.identity.asked.filter(({ url }) => url.pathname === '/internal/grants');
const as = (token: string, path = '/api/plans') =>
  fetchJson(`${world.url}${path}`, { headers: { authorization: `Bearer ${token}` } });

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.identity.asked.length = 0;
  world.identity.grants = ({ body }) => grantsFor(JSON.parse(body));
});

describe('access tokens', () => {
  it('make a user, whose grants are those of the tenant in the path', async () => {
    const [sub, sid, tenantId] = [newId(), newId(), newId()];
    const token = world.identity.token({ sub, sid, sv: 3 });
    const { caller } = await as(token, `/api/tenants/${tenantId}/pages`);
    expect(caller).toMatchObject({ type: 'user', userId: sub, tenant: { id: tenantId, role: 'editor' } });
    const [asked] = grantsAsked();
    expect(asked?.caller).toMatchObject({ type: 'service', service: 'gateway' });
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      credential: { type: 'session', userId: sub, sessionId: sid, securityVersion: 3 },
      tenantId,
    });
    await as(token, `/api/tenants/${tenantId}/pages/${newId()}`);
    expect(grantsAsked()).toHaveLength(1);
    expect((await as(token, '/api/tenants/not-an-id/pages')).caller?.tenant).toBeNull();
    expect(JSON.parse(grantsAsked()[1]?.body ?? '').tenantId).toBeNull();
  });

  it('are asked about once, however many requests come at once', async () => {
    const token = world.identity.token();
    await Promise.all(Array.from({ length: 50 }, () => as(token)));
    expect(grantsAsked()).toHaveLength(1);
  });

  it('are not valid a moment after they expire', async () => {
    const exp = Math.floor(Date.now() / 1000) - 1;
    expect((await as(world.identity.token({ exp }))).caller).toMatchObject({ refused: 'auth.token_expired' });
    const short = world.identity.token({ exp: Math.floor(Date.now() / 1000) + 1 });
    expect((await as(short)).caller?.type).toBe('user');
    await until(async () => (await as(short)).caller?.refused === 'auth.token_expired');
  });

  it('follow a new key of identity', async () => {
    const { keyId } = world.identity;
    const old = world.identity.token();
    Object.assign(world.identity, { keyId: newId() });
    const renewed = world.identity.token();
    await until(async () => (await as(renewed)).caller?.type === 'user');
    expect((await as(old)).caller).toMatchObject({ refused: 'auth.token_invalid' });
    Object.assign(world.identity, { keyId });
    await until(async () => (await as(old)).caller?.type === 'user');
  });
});

describe('JWT attacks', () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => decode(world.identity.token());
  const unsigned = (header: object, signature = '') => `${part(header)}.${part(claims())}.${signature}`;
  const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = attacker.publicKey.export({ format: 'jwk' });
  const signedWith = (key: KeyObject, header: object) =>
    sign(claims() ?? {}, key, { algorithm: 'ES256', header: { alg: 'ES256', ...header } });
  const confused = (secret: string | Buffer) => {
    const input = `${part({ alg: 'HS256', typ: 'JWT', kid: world.identity.keyId })}.${part(claims())}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const kid = () => world.identity.keyId;

  it.each<[string, () => string]>([
    ['alg none', () => unsigned({ alg: 'none', typ: 'JWT' })],
    ['alg None', () => unsigned({ alg: 'None', kid: kid() })],
    ['alg NONE', () => unsigned({ alg: 'NONE', kid: kid() })],
    ['alg nOnE', () => unsigned({ alg: 'nOnE', kid: kid() })],
    ['alg none with kid', () => unsigned({ alg: 'none', kid: kid() })],
    ['no alg', () => unsigned({ kid: kid() })],
    ['empty signature', () => unsigned({ alg: 'ES256', kid: kid() })],
    [
      'signature of zeros',
      () => unsigned({ alg: 'ES256', kid: kid() }, Buffer.alloc(64).toString('base64url')),
    ],
    [
      'HS256 over the public PEM',
      () => confused(world.identity.key.publicKey.export({ format: 'pem', type: 'spki' })),
    ],
    [
      'HS256 over the public DER',
      () => confused(world.identity.key.publicKey.export({ format: 'der', type: 'spki' })),
    ],
    ['HS256 over the JWK', () => confused(JSON.stringify(world.identity.jwks()[0]))],
    ['HS256 over nothing', () => confused('')],
    ['a key of its own under our kid', () => signedWith(attacker.privateKey, { kid: kid() })],
    ['an embedded jwk', () => signedWith(attacker.privateKey, { jwk, kid: kid() })],
    ['an embedded jwk without kid', () => signedWith(attacker.privateKey, { jwk })],
    ['a jku', () => signedWith(attacker.privateKey, { jku: 'https://evil.test/jwks.json', kid: 'evil' })],
    ['an x5u', () => signedWith(attacker.privateKey, { x5u: 'https://evil.test/x.pem', kid: 'evil' })],
    ['kid as a path', () => signedWith(attacker.privateKey, { kid: '../../../../dev/null' })],
    ['kid as SQL', () => signedWith(attacker.privateKey, { kid: "x' UNION SELECT 'key" })],
    ['kid __proto__', () => signedWith(attacker.privateKey, { kid: '__proto__' })],
    ['crit', () => signedWith(world.identity.key.privateKey, { kid: kid(), crit: ['exp'] })],
    ['another issuer', () => world.identity.token({}, { issuer: 'evil' })],
    ['another audience', () => world.identity.token({}, { audience: 'evil' })],
    ['not yet valid', () => world.identity.token({}, { notBefore: 3_600 })],
    ['no sub', () => world.identity.token({ sub: '' })],
    ['sub no text', () => world.identity.token({ sid: 7 })],
    ['sv no number', () => world.identity.token({ sv: '1' })],
    ['sv null', () => world.identity.token({ sv: null })],
    [
      'changed claims',
      () => {
        const [head, , tail] = world.identity.token().split('.');
        return `${head}.${part({ ...Object(claims()), sub: newId() })}.${tail}`;
      },
    ],
    ['four parts', () => `${world.identity.token()}.x`],
    ['no token', () => 'x'],
    ['an identity token', () => String(world.stubs.billing.asked[0]?.headers['x-siteninja-identity'])],
  ])('%s is refused', async (_name, make) => {
    await as('x');
    const answer = await as(make());
    expect(answer.caller).toMatchObject({ type: 'anonymous', refused: 'auth.token_invalid' });
  });

  it('without exp is refused', async () => {
    const token = sign({ sub: newId(), sid: newId(), sv: 1 }, world.identity.key.privateKey, {
      algorithm: 'ES256',
      keyid: kid(),
      issuer: 'siteninja',
      audience: 'siteninja-api',
    });
    expect((await as(token)).caller).toMatchObject({ refused: 'auth.token_invalid' });
  });
});

describe('API keys', () => {
  it('are asked about by their hash alone, and have their own limit', async () => {
    const key = newApiKey();
    const answer = await as(key);
    expect(answer.caller).toMatchObject({ type: 'api_key', apiKeyId: `id of ${hash('sha256', key)}` });
    expect(grantsAsked()[0]?.body).not.toContain(key);
    const byHeader = await fetchJson(`${world.url}/api/plans`, { headers: { 'x-api-key': key } });
    expect(byHeader.caller?.type).toBe('api_key');
    expect(grantsAsked()).toHaveLength(1);
  });

  it('with a wrong checksum are refused without asking', async () => {
    const key = newApiKey();
    const wrong = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    for (const made of [wrong, 'sn_live_', `${key}0`, 'sn_test_x']) {
      expect((await as(made)).caller).toMatchObject({ refused: 'auth.key_invalid' });
    }
    expect(grantsAsked()).toHaveLength(0);
  });

  it('that identity does not know are refused', async () => {
    world.identity.grants = () => refused(401, 'auth.key_invalid');
    expect((await as(newApiKey())).caller).toMatchObject({ type: 'anonymous', refused: 'auth.key_invalid' });
  });
});

describe('credentials', () => {
  it('are one or none', async () => {
    const both = { authorization: `Bearer ${world.identity.token()}`, 'x-api-key': newApiKey() };
    const { caller } = await fetchJson(`${world.url}/api/plans`, { headers: both });
    expect(caller).toMatchObject({ type: 'anonymous', refused: 'auth.several_credentials' });
    expect((await fetchJson(`${world.url}/api/plans`)).caller).toEqual(
      expect.not.objectContaining({ refused: expect.anything() }),
    );
  });

  it.each(['Basic dTpw', 'Bearer', 'Bearer a b', 'bearer', ''])(
    '%p is refused, not an error',
    async (authorization) => {
      const { caller } = await fetchJson(`${world.url}/api/plans`, { headers: { authorization } });
      expect(caller).toMatchObject({ type: 'anonymous', refused: 'auth.token_invalid' });
    },
  );
});

describe('revocation', () => {
  it.each<[string, (ids: { sub: string; sid: string; tenantId: string }) => string]>([
    ['a user', ({ sub }) => `user:${sub}`],
    ['a session', ({ sid }) => `session:${sid}`],
    ['a tenant', ({ tenantId }) => `tenant:${tenantId}`],
  ])('of %s is known within a second', async (_name, what) => {
    const ids = { sub: newId(), sid: newId(), tenantId: newId() };
    const token = world.identity.token(ids);
    const path = `/api/tenants/${ids.tenantId}/pages`;
    expect((await as(token, path)).caller?.type).toBe('user');
    world.identity.grants = () => refused(401, 'auth.token_expired');
    const revokedAt = Date.now();
    world.identity.revoked = [{ id: newId(), what: what(ids) }];
    await until(async () => (await as(token, path)).caller?.refused === 'auth.token_expired');
    expect(Date.now() - revokedAt).toBeLessThan(1_000);
  });

  it('by x-invalidate is known before the answer arrives', async () => {
    const [sub, sid] = [newId(), newId()];
    const token = world.identity.token({ sub, sid });
    await as(token);
    world.identity.other = () => ({ headers: { 'x-invalidate': `tenant:${newId()}, session:${sid}` } });
    await as(token, '/api/auth/me');
    world.identity.other = echo;
    world.identity.grants = () => refused(401, 'auth.token_expired');
    expect((await as(token)).caller?.refused).toBe('auth.token_expired');
  });

  it('beats grants that were asked for before it', async () => {
    const sid = newId();
    const token = world.identity.token({ sid });
    let release: () => void = () => undefined;
    world.identity.grants = async ({ body }) => {
      await new Promise<void>((go) => (release = go));
      return grantsFor(JSON.parse(body));
    };
    const early = as(token);
    await until(() => grantsAsked().length === 1);
    world.identity.other = () => ({ headers: { 'x-invalidate': `session:${sid}` } });
    await fetchJson(`${world.url}/api/auth/me`);
    world.identity.other = echo;
    const answerEarly = release;
    world.identity.grants = () => refused(401, 'auth.token_expired');
    // It neither waits for the early answer nor, once that is there, uses it.
    expect((await as(token)).caller?.refused).toBe('auth.token_expired');
    answerEarly();
    expect((await early).caller?.type).toBe('user');
    expect((await as(token)).caller?.refused).toBe('auth.token_expired');
  });

  it('that cannot be read makes it ask every time, and refuse when nobody answers', async () => {
    const token = world.identity.token();
    expect((await as(token)).caller?.type).toBe('user');
    const { handle } = world.identity;
    world.identity.handle = (asked) =>
      asked.url.pathname === '/internal/revocations' ? refused(500, 'internal') : handle(asked);
    await until(async () => {
      const before = grantsAsked().length;
      await as(token);
      await as(token);
      return grantsAsked().length === before + 2;
    });
    world.identity.handle = () => refused(500, 'internal');
    expect((await as(token)).code).toBe('service.unavailable');
    expect((await fetchJson(`${world.url}/api/plans`)).caller?.type).toBe('anonymous');
    world.identity.handle = handle;
    await until(async () => {
      await as(token);
      const before = grantsAsked().length;
      await as(token);
      return grantsAsked().length === before;
    });
  });

  it('is no matter of whether identity trusts the gateway', async () => {
    world.identity.grants = () => refused(401, 'auth.unauthenticated');
    expect((await as(world.identity.token())).code).toBe('service.unavailable');
    world.identity.grants = () => enveloped({ nonsense: true });
    expect((await as(world.identity.token())).code).toBe('service.unavailable');
  });
});
