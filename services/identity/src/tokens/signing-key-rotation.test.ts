import { randomBytes } from 'node:crypto';
import { KeyRing, systemClock, testClock } from '@siteninja/core';
import { callers, startForTest } from '@siteninja/testing';
import { verify } from 'jsonwebtoken';
import { createPublicKey } from 'node:crypto';
import { identityService } from '../app';
import { registered, startIdentity, type TestIdentity } from '../test-support';
import { revocations } from '../revocations/revocation.model';
import { signingKeys } from './signing-key.model';
import { SigningKeys } from './signing-keys';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let service: TestIdentity;
beforeEach(async () => {
  service = await startIdentity();
});
afterEach(() => service.stop());

interface Jwk {
  kid: string;
  kty: string;
  crv: string;
  x: string;
  y: string;
}
const published = async (): Promise<Jwk[]> =>
  (await service.as(callers.anonymous).get('/.well-known/jwks.json')).body.keys;
const signsWith = async () => (await service.ctx.ports.signingKeys.current(service.ctx)).kid;
const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
/** Whether a verifier that has just read the published keys accepts the token. */
async function isAccepted(token: string): Promise<boolean> {
  const jwk = (await published()).find(({ kid }) => kid === kidOf(token));
  if (!jwk) return false;
  const { kty, crv, x, y } = jwk;
  const key = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  verify(token, key, { algorithms: ['ES256'], clockTimestamp: service.clock.now().getTime() / 1_000 });
  return true;
}

describe('the rotation of signing keys', () => {
  it('after 90 days a new key is published an hour before it signs, and the old one an hour longer', async () => {
    const old = await signsWith();
    service.clock.advance(90 * DAY_MS - MINUTE_MS);
    await service.runDueJobs();
    expect(await published()).toHaveLength(1);
    service.clock.advance(60 * MINUTE_MS);
    await service.runDueJobs();
    const both = (await published()).map(({ kid }) => kid);
    expect(both).toEqual([expect.any(String), old]);
    service.clock.advance(59 * MINUTE_MS);
    expect(await signsWith()).toBe(old);
    const { data } = await registered(service);
    service.clock.advance(2 * MINUTE_MS);
    expect(await signsWith()).toBe(both[0]);
    expect(await isAccepted(data.accessToken)).toBe(true);
    service.clock.advance(58 * MINUTE_MS);
    expect(await published()).toHaveLength(2);
    service.clock.advance(2 * MINUTE_MS);
    expect((await published()).map(({ kid }) => kid)).toEqual([both[0]]);
    service.clock.advance(DAY_MS);
    await service.runDueJobs();
    expect(await signingKeys.in(service.ctx).count({})).toBe(1);
  });

  it('of processes that rotate at once one makes the key, and all sign with it', async () => {
    service.clock.advance(90 * DAY_MS);
    const rings = [1, 2, 3].map(() => new SigningKeys(service.ctx.config.ENCRYPTION_KEY));
    await Promise.allSettled(rings.map((keys) => keys.rotateWhenDue(service.ctx)));
    expect(await published()).toHaveLength(2);
    service.clock.advance(60 * MINUTE_MS);
    const kids = await Promise.all(rings.map(async (keys) => (await keys.current(service.ctx)).kid));
    expect(new Set(kids).size).toBe(1);
    expect(kids[0]).toBe((await published())[0]?.kid);
  });

  it('a key that has become known is withdrawn at once, with the tokens that it has signed', async () => {
    const { data } = await registered(service);
    const old = await signsWith();
    await service.ctx.ports.signingKeys.replaceAll(service.ctx);
    expect(await revocations.in(service.ctx).findOne({ what: `signing_key:${old}` })).not.toBeNull();
    expect(await signsWith()).not.toBe(old);
    expect(await isAccepted(data.accessToken)).toBe(false);
    expect(await isAccepted((await registered(service)).data.accessToken)).toBe(true);
  });

  it('a second after a key was withdrawn no other process signs with it', async () => {
    const { ctx, clock } = service;
    const otherProcess = new SigningKeys(ctx.config.ENCRYPTION_KEY);
    const old = await otherProcess.current(ctx);
    await ctx.ports.signingKeys.replaceAll(ctx);
    clock.advance(1_000);
    const { kid } = await otherProcess.current(ctx);
    expect(kid).not.toBe(old.kid);
    expect(kid).toBe(await signsWith());
  });

  it('keys are encrypted anew once ENCRYPTION_KEY has another first secret', async () => {
    const [old, next] = [randomBytes(32), randomBytes(32)];
    const text = (...secrets: Buffer[]) => secrets.map((each) => each.toString('base64url')).join(',');
    const clock = testClock();
    const start = (key: string, database?: string) =>
      startForTest(identityService, {
        env: { ENCRYPTION_KEY: key, BCRYPT_COST: '4', ...(database ? { MONGODB_DATABASE: database } : {}) },
        shared: { clock },
      });
    const before = await start(text(old));
    const { kid } = await before.ctx.ports.signingKeys.current(before.ctx);
    const both = await start(text(next, old), before.ctx.db.name);
    // It knows no new key, and would take jobs all the same.
    await before.stop();
    clock.advance(60 * MINUTE_MS);
    await both.runDueJobs();
    const after = new SigningKeys(new KeyRing([next]));
    expect((await after.current({ ...both.ctx, clock: systemClock })).kid).toBe(kid);
    await both.stop();
  });
});
