import { memoryCache, newSigningKey } from '@siteninja/core';
import { identityService } from '@siteninja/identity-service';
import { startService } from '@siteninja/service';
import { dropDatabase, manualBus, newSecretsEnv, testMongoUri } from '@siteninja/testing';
import { randomBytes } from 'node:crypto';
import { replaceSigningKeys } from './signing-keys';

it('the command replaces the keys that access tokens are signed with, while identity runs', async () => {
  const env = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    PORT: '0',
    MONGODB_URI: testMongoUri(),
    MONGODB_DATABASE: `test_identity_${randomBytes(6).toString('hex')}`,
    SIGNING_KEY: newSigningKey(),
    TRUSTED_KEYS: '{}',
    ...newSecretsEnv(),
  };
  const { ctx, stop } = await startService(identityService, env, { bus: manualBus(), cache: memoryCache() });
  const before = await ctx.ports.signingKeys.published(ctx);
  await replaceSigningKeys(env, { bus: manualBus(), cache: memoryCache() });
  const after = await ctx.ports.signingKeys.published(ctx);
  expect([before.length, after.length]).toEqual([1, 1]);
  expect(after[0]?.kid).not.toBe(before[0]?.kid);
  await stop();
  await dropDatabase(ctx.db.name);
});
