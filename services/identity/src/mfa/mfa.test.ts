import { HOUR_MS } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import {
  callerOf,
  credentialOf,
  grants,
  mailsTo,
  PASSWORD,
  registered,
  startIdentity,
  totpCode,
  type TestIdentity,
} from '../test-support';
import { secondFactors } from './mfa.model';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

const anonymous = () => service.as(callers.anonymous);
const code = (secret: string) => totpCode(secret, service.clock.now());
/** So that the next code is one that has not been used. */
const nextStep = () => service.clock.advance(30_000);
const logIn = (email: string, more: object = {}) =>
  anonymous()
    .post('/auth/login')
    .send({ email, password: PASSWORD, ...more });
const verify = (mfaToken: string, proof: object) =>
  anonymous()
    .post('/auth/mfa/verify')
    .send({ mfaToken, ...proof });

/** Somebody with a second factor. */
async function withMfa() {
  const { email, data, userId } = await registered(service);
  const user = service.as(callerOf(data.accessToken));
  const { secret } = (await user.post('/auth/mfa/setup').send({})).body.data;
  const enabled = await user.post('/auth/mfa/enable').send({ code: code(secret) });
  expect(enabled.status).toBe(200);
  nextStep();
  const challenge = async (): Promise<string> => (await logIn(email)).body.data.mfaToken;
  const { recoveryCodes }: { recoveryCodes: string[] } = enabled.body.data;
  return { email, data, userId, user, secret, recoveryCodes, challenge };
}

describe('the second factor', () => {
  it('counts only once a code has shown that the app knows the secret', async () => {
    const { email, data } = await registered(service);
    const user = service.as(callerOf(data.accessToken));
    expect((await user.post('/auth/mfa/enable').send({ code: '000000' })).body.code).toBe('mfa.not_set_up');
    const { body, headers } = await user.post('/auth/mfa/setup').send({});
    const { secret, otpauthUrl } = body.data;
    expect(headers['cache-control']).toBe('no-store');
    expect(otpauthUrl).toContain(`secret=${secret}`);
    const wrong = String((Number(code(secret)) + 1) % 1_000_000).padStart(6, '0');
    const refused = await user.post('/auth/mfa/enable').send({ code: wrong });
    expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'code' }]]);
    expect((await logIn(email)).body.data).toHaveProperty('accessToken');
    const enabled = await user.post('/auth/mfa/enable').send({ code: code(secret) });
    expect(enabled.body.data.recoveryCodes).toHaveLength(10);
    expect((await logIn(email)).body.data).toEqual({ mfaRequired: true, mfaToken: expect.any(String) });
    expect((await user.post('/auth/mfa/setup').send({})).body.code).toBe('mfa.already_enabled');
    expect((await service.events()).at(-1)).toMatchObject({ type: 'user.mfa_enabled', data: { email } });
  });

  it('is asked for by a login that began before it was there', async () => {
    const { email, data } = await registered(service);
    const user = service.as(callerOf(data.accessToken));
    const { passwords } = service.ctx.ports;
    const { matches } = passwords;
    const checked = jest.spyOn(passwords, 'matches').mockImplementationOnce(async (...given) => {
      const { secret } = (await user.post('/auth/mfa/setup').send({})).body.data;
      expect((await user.post('/auth/mfa/enable').send({ code: code(secret) })).status).toBe(200);
      return matches.apply(passwords, given);
    });
    const { status, body } = await logIn(email);
    checked.mockRestore();
    expect([status, body.data?.accessToken]).toEqual([401, undefined]);
    expect((await logIn(email)).body.data).toMatchObject({ mfaRequired: true });
  });

  it('is asked for in accounts that were stored before they said whether to look for it', async () => {
    const { email, userId } = await withMfa();
    const stored = service.ctx.db.collection<{ _id: string }>('users');
    await stored.updateOne({ _id: userId }, { $unset: { mayHaveSecondFactor: '' } });
    expect((await logIn(email)).body.data).toMatchObject({ mfaRequired: true });
  });

  it('is set up only within an hour after a login, and its owner is told by mail of both ends of it', async () => {
    const { email, data } = await registered(service);
    const user = service.as(callerOf(data.accessToken));
    const { secret } = (await user.post('/auth/mfa/setup').send({})).body.data;
    service.clock.advance(HOUR_MS + 1_000);
    const late = [
      await user.post('/auth/mfa/setup').send({}),
      await user.post('/auth/mfa/enable').send({ code: code(secret) }),
    ];
    for (const { status, body } of late) expect([status, body.code]).toEqual([403, 'auth.login_too_old']);
    const again = service.as(callerOf((await logIn(email)).body.data.accessToken));
    const enabled = await again.post('/auth/mfa/enable').send({ code: code(secret) });
    expect(enabled.status).toBe(200);
    const [recoveryCode] = enabled.body.data.recoveryCodes;
    await again.post('/auth/mfa/disable').send({ password: PASSWORD, recoveryCode });
    const subjects = (await mailsTo(service, email)).map(({ subject }) => subject);
    expect(subjects).toEqual(
      expect.arrayContaining(['Two-step login was turned on', 'Two-step login was turned off']),
    );
  });

  it('is stored encrypted, its recovery codes as hashes, and neither is in an event', async () => {
    const { userId, secret, recoveryCodes } = await withMfa();
    const row = await secondFactors.in(service.ctx).findOne({ _id: userId });
    const told = JSON.stringify([row, await service.events()]);
    for (const hidden of [secret, ...recoveryCodes]) expect(told).not.toContain(hidden);
  });

  it('completes a login by the code that the app shows now', async () => {
    const { secret, challenge, email } = await withMfa();
    const mfaToken = await challenge();
    const { status, body } = await verify(mfaToken, { code: code(secret) });
    expect(status).toBe(200);
    expect((await grants(service, credentialOf(body.data.accessToken))).status).toBe(200);
    expect((await service.events()).at(-1)).toMatchObject({ type: 'user.logged_in', data: { email } });
    nextStep();
    expect((await verify(mfaToken, { code: code(secret) })).body.code).toBe('auth.mfa_token_invalid');
  });

  it('takes a code once, also of two logins at once, and none that is older', async () => {
    const { secret, challenge } = await withMfa();
    const tokens = [await challenge(), await challenge(), await challenge()];
    const now = code(secret);
    const older = totpCode(secret, new Date(service.clock.now().getTime() - 30_000));
    const answers = await Promise.all(tokens.slice(0, 2).map((token) => verify(token, { code: now })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    for (const replayed of [now, older]) {
      const { status, body } = await verify(tokens[2] ?? '', { code: replayed });
      expect([status, body.code]).toEqual([401, 'auth.mfa_code_invalid']);
    }
    nextStep();
    expect((await verify(tokens[2] ?? '', { code: code(secret) })).status).toBe(200);
  });

  it('takes each recovery code once, however it is written', async () => {
    const { recoveryCodes, challenge } = await withMfa();
    const [first = '', second = ''] = recoveryCodes;
    const tokens = [await challenge(), await challenge()];
    const answers = await Promise.all(tokens.map((token) => verify(token, { recoveryCode: first })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    const written = second.toUpperCase().replaceAll('-', ' ');
    expect((await verify(await challenge(), { recoveryCode: written })).status).toBe(200);
    expect((await verify(await challenge(), { recoveryCode: second })).status).toBe(401);
  });

  it('a login that a code would complete is over after 5 minutes', async () => {
    const { secret, challenge } = await withMfa();
    const [late, inTime] = [await challenge(), await challenge()];
    service.clock.advance(5 * 60_000 - 1);
    expect((await verify(inTime, { code: code(secret) })).status).toBe(200);
    service.clock.advance(1);
    expect((await verify(late, { code: code(secret) })).body.code).toBe('auth.mfa_token_invalid');
  });

  it('a login that a code would complete is over after 5 wrong codes, also at once', async () => {
    const { secret, challenge } = await withMfa();
    const mfaToken = await challenge();
    const wrong = String((Number(code(secret)) + 1) % 1_000_000).padStart(6, '0');
    const answers = await Promise.all(Array.from({ length: 8 }, () => verify(mfaToken, { code: wrong })));
    const codes = answers.map(({ body }) => body.code);
    expect(codes.filter((each) => each === 'auth.mfa_code_invalid')).toHaveLength(5);
    expect((await verify(mfaToken, { code: code(secret) })).body.code).toBe('auth.mfa_token_invalid');
    expect((await verify(await challenge(), { code: code(secret) })).status).toBe(200);
  });

  it('beyond ten codes in 15 minutes an account takes no more, but on a device that has signed in before', async () => {
    const { email, data, secret } = await withMfa();
    const wrong = String((Number(code(secret)) + 1) % 1_000_000).padStart(6, '0');
    const challenge = async (more: object = {}) => (await logIn(email, more)).body.data.mfaToken;
    for (const attempts of [4, 4]) {
      const mfaToken = await challenge();
      for (let attempt = 0; attempt < attempts; attempt += 1) await verify(mfaToken, { code: wrong });
    }
    const mfaToken = await challenge();
    const statuses = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      statuses.push((await verify(mfaToken, { code: wrong })).status);
    }
    expect(statuses).toEqual([401, 429, 429]);
    const owner = await challenge({ deviceToken: data.deviceToken });
    expect((await verify(owner, { code: code(secret) })).status).toBe(200);
  });

  it('is disabled by password and code together, and every session goes on', async () => {
    const { email, user, data, secret, recoveryCodes } = await withMfa();
    const disable = (body: object) => user.post('/auth/mfa/disable').send(body);
    const noCode = await disable({ password: PASSWORD });
    const noPassword = await disable({ password: 'a wrong harbour', code: code(secret) });
    expect([noCode.status, noPassword.status]).toEqual([422, 422]);
    expect((await logIn(email)).body.data).toHaveProperty('mfaRequired');
    expect((await disable({ password: PASSWORD, recoveryCode: recoveryCodes[0] })).status).toBe(204);
    expect((await service.events()).at(-1)).toMatchObject({ type: 'user.mfa_disabled' });
    expect((await logIn(email)).body.data).toHaveProperty('accessToken');
    expect((await grants(service, credentialOf(data.accessToken))).status).toBe(200);
    expect((await disable({ password: PASSWORD, code: '000000' })).body.code).toBe('mfa.not_set_up');
  });
});
