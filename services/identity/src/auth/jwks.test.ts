import { randomBytes } from 'node:crypto';
import { KeyRing, memoryCache, newSigningKey, type TestClock } from '@siteninja/core';
import { startService } from '@siteninja/service';
import { callers, dropDatabase, manualBus, newSecretsEnv, testMongoUri } from '@siteninja/testing';
import { identityService } from '../app';
import { startIdentity, type TestIdentity } from '../test-support';
import { signingKeys } from '../tokens/signing-key.model';
import { SigningKeys } from '../tokens/signing-keys';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

const startOn = (database: string, secrets: object) =>
  startService(
    identityService,
    {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PORT: '0',
      MONGODB_URI: testMongoUri(),
      MONGODB_DATABASE: database,
      SIGNING_KEY: newSigningKey(),
      TRUSTED_KEYS: '{}',
      ...secrets,
    },
    { bus: manualBus(), cache: memoryCache() },
  );

describe('signing keys', () => {
  it('processes that start at the same moment create one signing key', async () => {
    const database = `test_identity_${randomBytes(6).toString('hex')}`;
    const secrets = newSecretsEnv();
    const [one, two] = await Promise.all([startOn(database, secrets), startOn(database, secrets)]);
    const kept = await signingKeys.in(one.ctx).find({});
    const kids = await Promise.all([one, two].map(({ ctx }) => ctx.ports.signingKeys.current(ctx)));
    expect(kept).toHaveLength(1);
    expect(kids.map(({ kid }) => kid)).toEqual([kept[0]?.kid, kept[0]?.kid]);
    await Promise.all([one.stop(), two.stop()]);
    await dropDatabase(database);
  });

  it('the private part of a signing key is encrypted in the database', async () => {
    const [row] = await signingKeys.in(service.ctx).find({});
    expect(row?.publicJwk).not.toHaveProperty('d');
    expect(JSON.stringify(row)).not.toMatch(/"d"|PRIVATE/);
    const withAnother = new SigningKeys(new KeyRing([randomBytes(32)])).prepare(service.ctx);
    await expect(withAnother).rejects.toThrow(/ENCRYPTION_KEY does not hold the key/);
  });

  it('a newer signing key is used within a second, and the retired one stays published for an hour', async () => {
    const { ctx } = service;
    const clock: TestClock = service.clock;
    const old = await ctx.ports.signingKeys.current(ctx);
    const [row] = await signingKeys.in(ctx).find({ kid: old.kid });
    if (!row) throw new Error('There is no key.');
    const jwk = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' };
    await signingKeys.in(ctx).insert({
      ...row,
      _id: 'later',
      number: 2,
      kid: row._id,
      publicJwk: jwk,
      activeFrom: new Date(clock.now().getTime() + 30_000),
    });
    await signingKeys.in(ctx).updateOne({ kid: old.kid }, { $set: { retiredAt: null } });
    expect((await ctx.ports.signingKeys.current(ctx)).kid).toBe(old.kid);
    const published = async () => {
      const { body } = await service.as(callers.anonymous).get('/.well-known/jwks.json');
      return body.keys.map(({ kid }: { kid: string }) => kid);
    };
    expect(await published()).toEqual([row._id, old.kid]);
    await signingKeys.in(ctx).updateOne({ kid: old.kid }, { $set: { retiredAt: clock.now() } });
    clock.advance(59 * 60_000);
    expect(await published()).toContain(old.kid);
    clock.advance(2 * 60_000);
    expect(await published()).toEqual([row._id]);
  });
});
