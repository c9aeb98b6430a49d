import { callers } from '@siteninja/testing';
import { users } from '../users/user.model';
import {
  callerOf,
  mailsTo,
  newEmail,
  registered,
  startIdentity,
  type TestIdentity,
  tokenMailedTo,
} from '../test-support';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity({ APP_URL: 'https://app.ninja.example', MAIL_LIMIT: '3' });
});
afterAll(() => service.stop());

const verify = (token: string) => service.as(callers.anonymous).post('/auth/email/verify').send({ token });
const resend = (accessToken: string) => service.as(callerOf(accessToken)).post('/auth/email/resend');

describe('the email of an account', () => {
  it('is verified by the link that a registration mails, once', async () => {
    const { email, userId } = await registered(service);
    const [mail, ...others] = await mailsTo(service, email);
    expect([mail?.subject, others]).toEqual(['Confirm your email address', []]);
    expect(mail?.text).toContain('https://app.ninja.example/verify-email?token=');
    const token = await tokenMailedTo(service, email);
    expect((await verify(token)).status).toBe(204);
    expect((await users.in(service.ctx).get(userId)).emailVerifiedAt).not.toBeNull();
    expect((await verify(token)).body.code).toBe('auth.link_invalid');
    const events = (await service.events()).filter(({ resource }) => resource.id === userId);
    expect(events.map(({ type }) => type)).toEqual(['user.registered', 'user.email_verified']);
    expect(events[1]?.actor).toMatchObject({ type: 'user', userId });
  });

  it('is verified by a link of the last 3 days, and by none that is made up or of another purpose', async () => {
    const { email } = await registered(service);
    const token = await tokenMailedTo(service, email);
    for (const wrong of ['x', `${token}x`, token.toLowerCase()])
      expect((await verify(wrong)).status).toBe(410);
    const accept = await service.as(callers.anonymous).get(`/auth/invitations/${token}`);
    expect(accept.status).toBe(410);
    service.clock.advance(3 * 24 * 60 * 60_000);
    expect((await verify(token)).status).toBe(410);
  });

  it('is not verified by a link to an address that it has no more', async () => {
    const { email, userId } = await registered(service);
    const token = await tokenMailedTo(service, email);
    const next = newEmail();
    await users.in(service.ctx).update(userId, { email: next, emailKey: next });
    expect((await verify(token)).status).toBe(410);
    expect((await users.in(service.ctx).get(userId)).emailVerifiedAt).toBeNull();
  });

  it('gets its link again a few times an hour, until it is verified', async () => {
    const { email, data } = await registered(service);
    expect((await resend(data.accessToken)).status).toBe(202);
    await mailsTo(service, email);
    expect((await resend(data.accessToken)).status).toBe(202);
    const refused = await resend(data.accessToken);
    expect([refused.status, refused.body.code]).toEqual([429, 'auth.too_many_attempts']);
    expect(await mailsTo(service, email)).toHaveLength(3);
    expect((await verify(await tokenMailedTo(service, email))).status).toBe(204);
    expect((await resend(data.accessToken)).body.code).toBe('user.email_verified');
  });
});
