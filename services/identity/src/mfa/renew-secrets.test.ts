import { randomBytes } from 'node:crypto';
import { callers, startForTest } from '@siteninja/testing';
import { identityService } from '../app';
import { callerOf, PASSWORD, registered, startIdentity, totpCode } from '../test-support';
import { secondFactors } from './mfa.model';

const HOUR_MS = 60 * 60_000;
const newKey = (): string => randomBytes(32).toString('base64url');

it('an old ENCRYPTION_KEY can be dropped an hour after a new one was put before it, also for who never signs in', async () => {
  const [old, next] = [newKey(), newKey()];
  const secret = { PASSWORD_PEPPER: newKey() };
  const before = await startIdentity({ ...secret, ENCRYPTION_KEY: old });
  const { clock } = before;
  const people = await Promise.all(Array.from({ length: 3 }, () => registered(before)));
  const secrets = new Map<string, string>();
  for (const { data, userId } of people) {
    const setUp = await before.as(callerOf(data.accessToken)).post('/auth/mfa/setup').send({});
    secrets.set(userId, setUp.body.data.secret);
  }
  const rows = await secondFactors.in(before.ctx).find({});
  const many = Array.from({ length: 120 }, (_, number) => ({
    _id: `lost-${String(number).padStart(3, '0')}`,
    encryptedSecret: 'of.no.key.any-more',
    enabledAt: null,
    lastStep: 0,
    recoveryCodeHashes: [],
  }));
  await secondFactors.in(before.ctx).insertMany(many);
  const env = { ...secret, MONGODB_DATABASE: before.ctx.db.name, LOG_LEVEL: 'silent' };
  const shared = { env, shared: { clock } };
  const both = await startForTest(identityService, {
    ...shared,
    env: { ...shared.env, ENCRYPTION_KEY: `${next},${old}` },
  });
  // It knows no new key, and would take jobs all the same.
  await before.stop();
  for (let hours = 0; hours < 2; hours += 1) {
    clock.advance(HOUR_MS);
    // One run begins, and the pages follow.
    for (let pages = 0; pages < 3; pages += 1) await both.runDueJobs();
  }
  const ring = both.ctx.config.ENCRYPTION_KEY;
  for (const { _id, encryptedSecret } of rows) {
    const renewed = await secondFactors.in(both.ctx).get(_id);
    expect(renewed.encryptedSecret).not.toBe(encryptedSecret);
    expect(ring.isOutdated(renewed.encryptedSecret)).toBe(false);
  }
  const after = await startForTest(identityService, {
    ...shared,
    env: { ...shared.env, ENCRYPTION_KEY: next },
  });
  const [person] = people;
  const login = { email: person?.email, password: PASSWORD };
  const again = await after.as(callers.anonymous).post('/auth/login').send(login);
  const as = after.as(callerOf(again.body.data.accessToken));
  const code = totpCode(secrets.get(person?.userId ?? '') ?? '', clock.now());
  expect((await as.post('/auth/mfa/enable').send({ code })).status).toBe(200);
  await Promise.all([after.stop(), both.stop()]);
}, 60_000);
