import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { oneTimeTokens } from '../one-time-tokens/one-time-token.model';
import { users } from '../users/user.model';
import {
  adminOfTenant,
  callerOf,
  credentialOf,
  grants,
  mailsTo,
  newEmail,
  PASSWORD,
  registered,
  signedIn,
  startIdentity,
  type TestIdentity,
  tokenMailedTo,
} from '../test-support';

let service: TestIdentity;
let admin: Awaited<ReturnType<typeof adminOfTenant>>;
let path: string;
beforeAll(async () => {
  service = await startIdentity({ APP_URL: 'https://app.ninja.example/', MAIL_LIMIT: '3' });
});
afterAll(() => service.stop());
beforeEach(async () => {
  admin = await adminOfTenant(service);
  path = `/tenants/${admin.tenantId}/users`;
});

const invite = async (email = newEmail(), more: object = {}) => {
  const answer = await admin.as.post(path).send({ email, role: 'editor', ...more });
  expect([answer.status, answer.body.code]).toEqual([201, undefined]);
  return { email, data: answer.body.data, token: await tokenMailedTo(service, email) };
};
const anonymous = () => service.as(callers.anonymous);
const read = (token: string) => anonymous().get(`/auth/invitations/${token}`);
const accept = (token: string, more: object = {}, as = anonymous()) =>
  as.post('/auth/invitations/accept').send({ token, ...more });
const NEW = { name: 'Noor Haddad', password: PASSWORD };

describe('an invitation', () => {
  it('is mailed, says what it is about, and makes a member with a verified address', async () => {
    const { email, data, token } = await invite();
    expect(data).toMatchObject({ email, status: 'invited', role: 'editor', name: email.split('@')[0] });
    expect((await read(token)).body.data).toMatchObject({
      tenantId: admin.tenantId,
      tenantName: 'Rossi Plumbing',
      email,
      role: 'editor',
      invitedBy: 'Ada Rossi',
      hasAccount: false,
    });
    const { status, body } = await accept(token, NEW);
    expect([status, body.data.activeTenantId]).toEqual([200, admin.tenantId]);
    expect(body.data.user).toMatchObject({ email, name: 'Noor Haddad', status: 'active' });
    expect(body.data.user.emailVerifiedAt).not.toBeNull();
    const granted = await grants(service, credentialOf(body.data.accessToken), admin.tenantId);
    expect(granted.data.tenant.role).toBe('editor');
    expect((await admin.as.get(`${path}/${data.id}`)).body.data).toMatchObject({
      status: 'active',
      name: 'Noor Haddad',
    });
    expect((await signedIn(service, email)).user.id).toBe(data.id);
    const events = (await service.events()).filter(({ resource }) => resource.id === data.id);
    expect(events.map(({ type }) => type).slice(0, 2)).toEqual(['user.invited', 'user.joined']);
    expect(events[1]?.actor).toMatchObject({ type: 'user', userId: data.id });
  });

  it('works once, also when it is accepted 20 times at once', async () => {
    const { token } = await invite();
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept(token, NEW)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    // Where too many passwords are hashed at once, who comes last is asked to try again.
    expect(statuses.filter((status) => ![200, 410, 503].includes(status))).toEqual([]);
    expect((await read(token)).body.code).toBe('auth.link_invalid');
    expect((await accept(token, NEW)).status).toBe(410);
  });

  it('is over after 7 days, when it was taken back, and where its token is another one', async () => {
    const { token, data } = await invite();
    for (const wrong of ['', 'x', `${token}x`, token.slice(1), newId()]) {
      expect([404, 410, 422]).toContain((await accept(wrong, NEW)).status);
    }
    service.clock.advance(7 * 24 * 60 * 60_000 - 1);
    expect((await read(token)).status).toBe(200);
    service.clock.advance(1);
    expect((await read(token)).status).toBe(410);
    expect((await accept(token, NEW)).status).toBe(410);
    const next = await invite();
    expect((await admin.as.delete(`${path}/${next.data.id}`)).status).toBe(204);
    expect((await accept(next.token, NEW)).status).toBe(410);
    expect((await admin.as.get(`${path}/${data.id}`)).body.data.status).toBe('invited');
  });

  it('lets nobody in before it is accepted, by neither status nor password', async () => {
    const { email, data } = await invite();
    const answer = await admin.as.put(`${path}/${data.id}`).send({ status: 'active' });
    expect([answer.status, answer.body.code]).toEqual([409, 'user.not_joined']);
    const login = await anonymous().post('/auth/login').send({ email, password: PASSWORD });
    expect(login.body.code).toBe('auth.invalid_credentials');
  });

  it('needs a name and a password that is not weak', async () => {
    const { token, email } = await invite();
    const fields = async (more: object) => {
      const { status, body } = await accept(token, more);
      return [status, body.details.map(({ field }: { field: string }) => field)];
    };
    expect(await fields({})).toEqual([422, ['name', 'password']]);
    expect(await fields({ name: 'Noor', password: email })).toEqual([422, ['password']]);
    expect(await fields({ ...NEW, role: 'admin' })).toEqual([422, ['role']]);
    expect((await accept(token, NEW)).status).toBe(200);
  });
});

describe('an invitation of somebody who has an account', () => {
  it('is accepted by signing in; their name, and when they were here, is unknown until then', async () => {
    const person = await registered(service);
    const { token, data } = await invite(person.email, { name: 'The new one' });
    expect(data).toMatchObject({
      id: person.userId,
      name: 'The new one',
      lastLogin: null,
      status: 'invited',
    });
    expect((await read(token)).body.data.hasAccount).toBe(true);
    const stranger = await accept(token, NEW);
    expect([stranger.status, stranger.body.code]).toEqual([401, 'invitation.sign_in_required']);
    const own = service.as(callerOf(person.data.accessToken));
    const { status, body } = await accept(token, {}, own);
    expect([status, body.data.activeTenantId, body.data.user.id]).toEqual([
      200,
      admin.tenantId,
      person.userId,
    ]);
    expect(body.data.refreshToken).toBe(person.data.refreshToken);
    expect((await admin.as.get(`${path}/${person.userId}`)).body.data).toMatchObject({
      name: 'Ada Rossi',
      status: 'active',
    });
  });

  it('is refused to whoever is signed in with another address, and to keys', async () => {
    const { token } = await invite((await registered(service)).email);
    const other = await registered(service);
    const answer = await accept(token, NEW, service.as(callerOf(other.data.accessToken)));
    expect([answer.status, answer.body.code]).toEqual([403, 'invitation.for_another_user']);
    const key = service.as(callers.apiKey(admin.tenantId, ['read:pages']));
    expect((await accept(token, NEW, key)).status).toBe(403);
    const { token: fresh } = await invite();
    const foreign = await accept(fresh, NEW, service.as(callerOf(other.data.accessToken)));
    expect(foreign.body.code).toBe('invitation.for_another_user');
    expect((await read(token)).status).toBe(200);
  });

  it('is void once the account has another address', async () => {
    const person = await registered(service);
    const { token } = await invite(person.email);
    const email = newEmail();
    await users.in(service.ctx).update(person.userId, { email, emailKey: email });
    expect((await accept(token, {}, service.as(callerOf(person.data.accessToken)))).status).toBe(410);
  });
});

describe('somebody who is invited', () => {
  it('may register instead, and has the invitation all the same', async () => {
    const { email, token, data } = await invite();
    const body = { email, password: PASSWORD, name: 'Noor Haddad' };
    const answer = await anonymous().post('/auth/register').send(body);
    expect([answer.status, answer.body.data.user.id]).toEqual([201, data.id]);
    expect(answer.body.data.activeTenantId).toBeNull();
    expect((await accept(token, NEW)).body.code).toBe('invitation.sign_in_required');
    const own = service.as(callerOf(answer.body.data.accessToken));
    expect((await accept(token, {}, own)).body.data.activeTenantId).toBe(admin.tenantId);
    expect((await anonymous().post('/auth/register').send(body)).body.code).toBe('user.email_taken');
  });

  it('by two tenants is forgotten when both have taken it back', async () => {
    const { email, data } = await invite();
    const other = await adminOfTenant(service);
    const theirs = `/tenants/${other.tenantId}/users`;
    expect((await other.as.post(theirs).send({ email, role: 'viewer' })).body.data.id).toBe(data.id);
    await admin.as.delete(`${path}/${data.id}`);
    expect(await users.in(service.ctx).findOne({ _id: data.id })).not.toBeNull();
    await other.as.delete(`${theirs}/${data.id}`);
    expect(await users.in(service.ctx).findOne({ _id: data.id })).toBeNull();
  });
});

describe('the mail of an invitation', () => {
  it('leads to the configured app, whatever host the request names, and is in the language of the tenant', async () => {
    await service.deliver({
      ...((await service.events()).find(({ type }) => type === 'user.invited') ?? (await firstEvent())),
      id: newId(),
      type: 'tenant.updated',
      tenantId: admin.tenantId,
      resource: { type: 'tenant', id: admin.tenantId, version: 9 },
      data: { name: 'Rossi', status: 'trial', deletedAt: null, locale: 'de-AT' },
    });
    const email = newEmail();
    await admin.as
      .post(path)
      .set('x-forwarded-host', 'evil.example')
      .set('origin', 'https://evil.example')
      .send({ email, role: 'viewer' });
    const [mail] = await mailsTo(service, email);
    expect(mail?.subject).toBe('Einladung zu Rossi');
    expect(mail?.text).toMatch(
      /Einladung annehmen:\nhttps:\/\/app\.ninja\.example\/accept-invitation\?token=[\w-]{43}\n/,
    );
    expect(mail?.html).toContain('<html lang="de">');
    expect(JSON.stringify(mail)).not.toContain('evil');
  });

  it('holds the only copy of its token: neither database, events nor jobs do', async () => {
    const { token } = await invite();
    const rows = await oneTimeTokens.in(service.ctx).find({});
    expect(JSON.stringify([rows, await service.events()])).not.toContain(token);
    expect(rows.some(({ tokenHash }) => tokenHash === token)).toBe(false);
  });

  it('makes no link of the names of tenant and inviter', async () => {
    await users.in(service.ctx).update(admin.userId, { name: 'Visit https://evil.example now' });
    const { email } = await invite();
    const [mail] = await mailsTo(service, email);
    expect(mail?.text).not.toContain('evil.example now');
    expect(mail?.text.match(/https?:\/\//g)).toHaveLength(1);
  });

  it('is sent for people whose own address is verified, and to one address a few times an hour', async () => {
    const unverified = await registered(service, { name: 'X', businessName: 'X', businessType: 'X' });
    const answer = await service
      .as(callers.admin(unverified.tenantId, unverified.userId))
      .post(`/tenants/${unverified.tenantId}/users`)
      .send({ email: newEmail(), role: 'viewer' });
    expect([answer.status, answer.body.code]).toEqual([403, 'auth.email_unverified']);
    const email = newEmail();
    for (let times = 0; times < 3; times += 1) {
      const { data } = await invite(email);
      await admin.as.delete(`${path}/${data.id}`);
    }
    const refused = await admin.as.post(path).send({ email, role: 'viewer' });
    expect([refused.status, refused.body.code]).toEqual([429, 'user.too_many_invitations']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await mailsTo(service, email)).toHaveLength(3);
  });
});

async function firstEvent() {
  const [event] = await service.events();
  if (!event) throw new Error('Nothing has been recorded yet.');
  return event;
}
