import { createHmac, type KeyObject } from 'node:crypto';
import { sign } from 'jsonwebtoken';
import { type Caller } from './caller';
import { GATEWAY, mintIdentityToken, verifyIdentityToken } from './identity-token';
import { newId } from './ids';
import { newKeyPair } from './keys';

const pair = () => newKeyPair('P-256');
const [gateway, billing, attacker] = [pair(), pair(), pair()];
const trusted = new Map([
  [GATEWAY, [gateway.publicKey]],
  ['billing', [billing.publicKey]],
]);
const tenant = { id: newId(), status: 'active', deleted: false, role: 'viewer' } as const;
const user: Caller = {
  type: 'user',
  userId: newId(),
  sessionId: newId(),
  isSuperAdmin: false,
  tenant,
  permissions: new Set(['read:pages']),
};
const who = { type: 'user', userId: user.userId, sessionId: user.sessionId };
const claims = { who, tenant, isSuperAdmin: false, permissions: [] };
const seenBy = (token: string, audience = 'content') => verifyIdentityToken(token, audience, trusted);

interface Forgery {
  key?: KeyObject;
  header?: object;
  claims?: object;
  options?: object;
}

/** A token that the gateway would give, but for what is named. */
function forged({
  key = gateway.privateKey,
  header = {},
  claims: other = {},
  options = {},
}: Forgery): string {
  return sign({ ...claims, ...other }, key, {
    algorithm: 'ES256',
    issuer: GATEWAY,
    audience: 'content',
    expiresIn: 60,
    header: { alg: 'ES256', kid: GATEWAY, ...header },
    ...options,
  });
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);
const payload = () => part({ ...claims, iss: GATEWAY, aud: 'content', iat: seconds(), exp: seconds() + 60 });
const unsigned = (header: object, signature = '') =>
  `${part({ kid: GATEWAY, ...header })}.${payload()}.${signature}`;
const confused = (secret: string | Buffer) => {
  const input = `${part({ alg: 'HS256', typ: 'JWT', kid: GATEWAY })}.${payload()}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};

describe('a service believes what the gateway says of a caller', () => {
  it('as it was said, with the rights that the role has', () => {
    const token = mintIdentityToken(user, { issuer: GATEWAY, audience: 'content', key: gateway.privateKey });
    expect(seenBy(token)?.caller).toMatchObject({ type: 'user', userId: user.userId, tenant });
    expect(seenBy(token)?.caller.permissions.has('write:pages')).toBe(false);
    expect(seenBy(token, 'billing')).toBeUndefined();
  });

  it('by either key while the gateway’s is replaced', () => {
    const both = new Map([[GATEWAY, [attacker.publicKey, gateway.publicKey]]]);
    expect(verifyIdentityToken(forged({}), 'content', both)?.caller.type).toBe('user');
  });

  it.each<[string, () => string]>([
    ...['none', 'None', 'NONE', 'nOnE'].map((alg): [string, () => string] => [
      `alg ${alg}`,
      () => unsigned({ alg }),
    ]),
    ['no alg', () => unsigned({})],
    ['an empty signature', () => unsigned({ alg: 'ES256' })],
    ['a signature of zeros', () => unsigned({ alg: 'ES256' }, Buffer.alloc(64).toString('base64url'))],
    ['HS256 over the public PEM', () => confused(gateway.publicKey.export({ format: 'pem', type: 'spki' }))],
    ['HS256 over the public DER', () => confused(gateway.publicKey.export({ format: 'der', type: 'spki' }))],
    ['HS256 over nothing', () => confused('')],
    ['a key of its own', () => forged({ key: attacker.privateKey })],
    [
      'a key of its own, embedded',
      () =>
        forged({ key: attacker.privateKey, header: { jwk: attacker.publicKey.export({ format: 'jwk' }) } }),
    ],
    ['a jku', () => forged({ key: attacker.privateKey, header: { jku: 'https://evil.test/jwks.json' } })],
    ['an x5u', () => forged({ key: attacker.privateKey, header: { x5u: 'https://evil.test/x.pem' } })],
    ['no kid', () => forged({ header: { kid: undefined } })],
    ['kid as a path', () => forged({ key: attacker.privateKey, header: { kid: '../../../dev/null' } })],
    ['kid __proto__', () => forged({ key: attacker.privateKey, header: { kid: '__proto__' } })],
    ['kid of another issuer', () => forged({ header: { kid: 'billing' } })],
    ['another issuer', () => forged({ options: { issuer: 'evil' } })],
    ['another audience', () => forged({ options: { audience: 'billing' } })],
    ['expired', () => forged({ options: { expiresIn: -1 } })],
    ['not yet valid', () => forged({ options: { notBefore: 3_600 } })],
    ['changed claims', () => forged({}).replace(/\.[^.]+\./, `.${part({ ...claims, isSuperAdmin: true })}.`)],
    ['four parts', () => `${forged({})}.x`],
    ['no token', () => 'x'],
  ])('a token with this fault is nobody’s: %s', (_fault, make) => {
    expect(seenBy(forged({}))).toBeDefined();
    expect(seenBy(make())).toBeUndefined();
  });

  it('a token without an end is nobody’s', () => {
    const token = sign(claims, gateway.privateKey, {
      algorithm: 'ES256',
      issuer: GATEWAY,
      audience: 'content',
      keyid: GATEWAY,
    });
    expect(seenBy(token)).toBeUndefined();
  });

  it.each<[string, object]>([
    ['nobody at all', { who: null }],
    ['a type that there is not', { who: { ...who, type: 'root' } }],
    ['a user without a session', { who: { type: 'user', userId: user.userId } }],
    ['a user whose id is no text', { who: { ...who, userId: { $ne: null } } }],
    ['a key that nobody has made', { who: { type: 'api_key', apiKeyId: newId() } }],
    ['permissions that are no list', { permissions: 'write:pages' }],
    ['a super_admin in words', { isSuperAdmin: 'true' }],
    ['no tenant, not even none', { tenant: undefined }],
    ['a role that there is not', { tenant: { ...tenant, role: 'owner' } }],
    ['a status that there is not', { tenant: { ...tenant, status: 'free' } }],
  ])('claims that make no sense are nobody’s: %s', (_what, other) => {
    expect(seenBy(forged({ claims: other }))).toBeUndefined();
  });
});

describe('a service speaks for itself alone', () => {
  const from = (issuer: string, key: KeyObject, speaker: object) =>
    sign({ ...claims, tenant: null, who: speaker }, key, {
      algorithm: 'ES256',
      issuer,
      keyid: issuer,
      audience: 'content',
      expiresIn: 60,
    });

  it('and is known by its own key', () => {
    const token = from('billing', billing.privateKey, { type: 'service', service: 'billing' });
    expect(seenBy(token)?.caller).toMatchObject({ type: 'service', service: 'billing' });
  });

  it.each<[string, string]>([
    ['a user', from('billing', billing.privateKey, who)],
    ['another service', from('billing', billing.privateKey, { type: 'service', service: 'identity' })],
    ['the gateway', from('billing', billing.privateKey, { type: 'service', service: GATEWAY })],
    ['nobody in particular', from('billing', billing.privateKey, { type: 'anonymous' })],
    ['itself, by the gateway', from(GATEWAY, gateway.privateKey, { type: 'service', service: 'billing' })],
  ])('not for %s', (_whom, token) => {
    expect(seenBy(token)).toBeUndefined();
  });
});
