import { createHmac, type KeyObject } from 'node:crypto';
import { newId, newKeyPair } from '@siteninja/core';
import { decode, sign } from 'jsonwebtoken';
import { fetchJson, revocationsPulled, startWorld, type World } from '../test-support';

let world: World;
const as = (token: string) =>
  fetchJson(`${world.url}/api/plans`, { headers: { authorization: `Bearer ${token}` } });

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('the key that signs access tokens', () => {
  it('no token of a key that identity has withdrawn is taken ten minutes later, however often it is used', async () => {
    const own = await startWorld();
    const { identity, clock } = own;
    const ask = async (token: string) =>
      (await fetchJson(`${own.url}/api/plans`, { headers: { authorization: `Bearer ${token}` } })).caller;
    const token = identity.token({}, { expiresIn: 7_200 });
    expect(await ask(token)).toMatchObject({ type: 'user' });
    clock.advance(601_000);
    expect(await ask(token)).toMatchObject({ type: 'user' });
    identity.jwks = () => [];
    clock.advance(599_000);
    expect(await ask(token)).toMatchObject({ type: 'user' });
    clock.advance(2_000);
    expect(await ask(token)).toMatchObject({ type: 'anonymous', refused: 'auth.token_invalid' });
    await own.stop();
  });
});

describe('a key that has become known', () => {
  it('signs nothing that is taken from the next pull of revocations on, though identity still shows it', async () => {
    const own = await startWorld();
    const { identity, clock } = own;
    const ask = async (token: string) =>
      (await fetchJson(`${own.url}/api/plans`, { headers: { authorization: `Bearer ${token}` } })).caller;
    const token = identity.token();
    expect(await ask(token)).toMatchObject({ type: 'user' });
    identity.revoked = [{ id: newId(), what: `signing_key:${identity.keyId}` }];
    await revocationsPulled(identity);
    for (const forged of [token, identity.token()]) {
      expect(await ask(forged)).toMatchObject({ type: 'anonymous', refused: 'auth.token_invalid' });
      clock.advance(5_000);
    }
    await own.stop();
  });
});

describe('JWT attacks', () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => decode(world.identity.token());
  const unsigned = (header: object, signature = '') => `${part(header)}.${part(claims())}.${signature}`;
  const attacker = newKeyPair('P-256');
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
    ['an identity token', () => String(world.stubs.billing.requests[0]?.headers['x-siteninja-identity'])],
  ])('a token with this fault is refused: %s', async (_name, make) => {
    await as('x');
    const answer = await as(make());
    expect(answer.caller).toMatchObject({ type: 'anonymous', refused: 'auth.token_invalid' });
  });

  it('a token without exp is refused', async () => {
    const token = sign({ sub: newId(), sid: newId(), sv: 1 }, world.identity.key.privateKey, {
      algorithm: 'ES256',
      keyid: kid(),
      issuer: 'siteninja',
      audience: 'siteninja-api',
    });
    expect((await as(token)).caller).toMatchObject({ refused: 'auth.token_invalid' });
  });
});
