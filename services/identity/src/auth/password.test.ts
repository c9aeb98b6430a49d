import { HOUR_MS } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import {
  callerOf,
  mailsTo,
  newEmail,
  PASSWORD,
  registered,
  startIdentity,
  type TestIdentity,
  tokenMailedTo,
} from '../test-support';

const NEXT = 'another harbour at 7';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity({ APP_URL: 'https://app.ninja.example', MAIL_LIMIT: '5' });
});
afterAll(() => service.stop());

const anyone = () => service.as(callers.anonymous);
const logIn = (email: string, password: string) => anyone().post('/auth/login').send({ email, password });
const refresh = (refreshToken: string) => anyone().post('/auth/refresh').send({ refreshToken });
const forgot = (email: string) => anyone().post('/auth/password/forgot').send({ email });
const reset = (token: string, newPassword = NEXT) =>
  anyone().post('/auth/password/reset').send({ token, newPassword });
const change = (accessToken: string, currentPassword: string, newPassword = NEXT) =>
  service.as(callerOf(accessToken)).put('/auth/password').send({ currentPassword, newPassword });

/** An account whose verification mail has been read. */
async function account() {
  const made = await registered(service);
  await tokenMailedTo(service, made.email);
  return made;
}

/** The token of the newest link that was mailed for a new password. */
async function resetTokenOf(email: string): Promise<string> {
  const mails = (await mailsTo(service, email)).filter(({ text }) => text.includes('/reset-password?token='));
  return /token=([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
}

describe('changing a password', () => {
  it('ends the other sessions, and this one goes on', async () => {
    const { email, data } = await account();
    const other = (await logIn(email, PASSWORD)).body.data;
    const changed = await change(data.accessToken, PASSWORD);
    expect(changed.status).toBe(200);
    expect((await refresh(other.refreshToken)).status).toBe(401);
    expect((await refresh(changed.body.data.refreshToken)).status).toBe(200);
    expect((await logIn(email, PASSWORD)).status).toBe(401);
    expect((await logIn(email, NEXT)).status).toBe(200);
    const types = (await service.events()).map(({ type }) => type);
    expect(types).toContain('user.password_changed');
  });

  it('needs the present password, and a new one that is not weak', async () => {
    const { email, data } = await account();
    const wrong = await change(data.accessToken, 'not my password');
    expect([wrong.status, wrong.body.details[0].field]).toEqual([422, 'currentPassword']);
    const weak = await change(data.accessToken, PASSWORD, 'password123');
    expect([weak.status, weak.body.details[0].field]).toEqual([422, 'newPassword']);
    expect((await logIn(email, PASSWORD)).status).toBe(200);
  });

  it('guesses of the present password are limited', async () => {
    const { data } = await account();
    const statuses = [];
    for (let guess = 0; guess < 7; guess += 1)
      statuses.push((await change(data.accessToken, `guess number ${guess}`)).status);
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429, 429]);
  });
});

describe('a forgotten password', () => {
  it('is replaced by a link that works once, and all sessions end', async () => {
    const { email, data } = await account();
    expect((await forgot(email)).status).toBe(202);
    const token = await resetTokenOf(email);
    expect((await reset(token)).status).toBe(204);
    expect((await refresh(data.refreshToken)).status).toBe(401);
    expect((await logIn(email, NEXT)).status).toBe(200);
    const again = await reset(token, 'a third harbour at 8');
    expect([again.status, again.body.code]).toEqual([410, 'auth.link_invalid']);
  });

  it('is answered the same for an address that nobody has, which gets no mail', async () => {
    const { email } = await account();
    const nobody = newEmail();
    const [known, unknown] = [await forgot(email), await forgot(nobody)];
    expect([unknown.status, unknown.body.data, unknown.body.message]).toEqual([
      known.status,
      known.body.data,
      known.body.message,
    ]);
    expect(await mailsTo(service, nobody)).toEqual([]);
  });

  it('one of 10 that use a link at once gets there', async () => {
    const { email } = await account();
    await forgot(email);
    const token = await resetTokenOf(email);
    const answers = await Promise.all(Array.from({ length: 10 }, () => reset(token)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });

  it('its link is over after an hour, and when the password was changed meanwhile', async () => {
    const { email, data } = await account();
    await forgot(email);
    const late = await resetTokenOf(email);
    service.clock.advance(60 * 60_000);
    expect((await reset(late)).status).toBe(410);
    await forgot(email);
    const token = await resetTokenOf(email);
    const session = (await logIn(email, PASSWORD)).body.data ?? data;
    expect((await change(session.accessToken, PASSWORD)).status).toBe(200);
    expect((await reset(token)).status).toBe(410);
  });
});

describe("changing one's own account", () => {
  const putMe = (accessToken: string, body: object) =>
    service.as(callerOf(accessToken)).put('/auth/me').send(body);

  it('a name changes, and nothing else that a client sends', async () => {
    const { data } = await account();
    const changed = await putMe(data.accessToken, { name: 'Robin' });
    expect([changed.status, changed.body.data.user.name]).toEqual([200, 'Robin']);
    for (const more of [{ isSuperAdmin: true }, { status: 'inactive' }, { permissions: ['read:pages'] }])
      expect((await putMe(data.accessToken, more)).status).toBe(422);
  });

  it('an address that is not verified yet cannot be changed', async () => {
    const { data } = await account();
    const refused = await putMe(data.accessToken, { email: newEmail() });
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.email_unverified']);
  });

  it('a new address has to be verified anew, and the former one is told', async () => {
    const { email, data } = await registered(service);
    const token = await tokenMailedTo(service, email);
    await anyone().post('/auth/email/verify').send({ token });
    const next = newEmail();
    const changed = await putMe(data.accessToken, { email: next });
    expect([changed.status, changed.body.data.user.email]).toEqual([200, next]);
    expect(changed.body.data.user.emailVerifiedAt ?? null).toBeNull();
    const told = await mailsTo(service, email);
    // No mail program makes a link of it.
    expect(told.map(({ text }) => text.replaceAll('\u2060', '')).join()).toContain(next);
    const [verification] = await mailsTo(service, next);
    expect(verification?.text).toContain('/verify-email?token=');
  });

  it('a new address is only taken within an hour after a login, a name at any time', async () => {
    const { email, data } = await registered(service);
    await anyone()
      .post('/auth/email/verify')
      .send({ token: await tokenMailedTo(service, email) });
    service.clock.advance(HOUR_MS + 1_000);
    const refused = await putMe(data.accessToken, { email: newEmail() });
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.login_too_old']);
    expect((await putMe(data.accessToken, { name: 'Ada R.', email })).status).toBe(200);
    const again = (await logIn(email, PASSWORD)).body.data;
    expect((await putMe(again.accessToken, { email: newEmail() })).status).toBe(200);
  });

  it('an address that somebody else has is 409', async () => {
    const [mine, theirs] = [await registered(service), await registered(service)];
    const token = await tokenMailedTo(service, mine.email);
    await anyone().post('/auth/email/verify').send({ token });
    const refused = await putMe(mine.data.accessToken, { email: theirs.email });
    expect([refused.status, refused.body.code]).toEqual([409, 'user.email_taken']);
  });
});
