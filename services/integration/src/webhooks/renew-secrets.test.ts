import { randomBytes } from 'node:crypto';
import { newId, testClock } from '@siteninja/core';
import { callers, startForTest } from '@siteninja/testing';
import { integrationService } from '../app';
import { signerOf } from './signing';
import { webhooks } from './webhook.model';

const newKey = (): string => randomBytes(32).toString('base64url');

it('the secrets of webhooks need no old ENCRYPTION_KEY an hour after a new one was put before it', async () => {
  const [old, next] = [newKey(), newKey()];
  const clock = testClock();
  const start = (env: NodeJS.ProcessEnv) => startForTest(integrationService, { env, shared: { clock } });
  const before = await start({ ENCRYPTION_KEY: old });
  const tenantId = newId();
  const as = before.as(callers.admin(tenantId));
  const body = { url: 'https://hooks.example.com/in', events: ['page.published'] };
  const made = (await as.post(`/tenants/${tenantId}/webhooks`).send(body)).body.data;
  const path = `/tenants/${tenantId}/webhooks/${made.id}`;
  const rotated = (await as.post(`${path}/rotate-secret`).send({})).body.data;

  const MONGODB_DATABASE = before.ctx.db.name;
  const both = await start({ MONGODB_DATABASE, ENCRYPTION_KEY: `${next},${old}` });
  // It knows no new key, and would take jobs all the same.
  await before.stop();
  clock.advance(60 * 60_000);
  await both.runDueJobs();
  await both.runDueJobs();
  const after = await start({ MONGODB_DATABASE, ENCRYPTION_KEY: next });
  const row = await webhooks.in({ ...after.ctx, tenantId }).get(made.id);
  const { secrets } = signerOf(after.ctx.config.ENCRYPTION_KEY, { ...row, signature: 'v1a' }, clock.now());
  expect(secrets).toEqual([rotated.secret, made.secret]);
  await Promise.all([after.stop(), both.stop()]);
}, 60_000);
