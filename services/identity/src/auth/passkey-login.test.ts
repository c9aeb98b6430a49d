import { callers } from '@siteninja/testing';
import { SoftwareAuthenticator } from '../passkeys/authenticator-test-support';
import {
  callerOf,
  credentialOf,
  grants,
  newEmail,
  PASSWORD,
  registered,
  startIdentity,
  TENANT,
  totpCode,
  type TestIdentity,
} from '../test-support';
import { users } from '../users/user.model';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

const anonymous = () => service.as(callers.anonymous);
const loginOptions = async (body: object = {}) =>
  (await anonymous().post('/auth/passkeys/login/options').send(body)).body.data;
const send = (credential: object) => anonymous().post('/auth/passkeys/login').send(credential);

/** Somebody with a passkey. */
async function withPasskey() {
  const { email, userId, data, tenantId } = await registered(service, TENANT);
  const as = service.as(callerOf(data.accessToken));
  const device = new SoftwareAuthenticator();
  const options = await as.post('/auth/passkeys/options').send({});
  const added = await as.post('/auth/passkeys').send(device.create(options.body.data));
  if (added.status !== 201) throw new Error(JSON.stringify(added.body));
  return { email, userId, tenantId, as, device, passkeyId: String(added.body.data.id) };
}

const logIn = async ({ device }: { device: SoftwareAuthenticator }, lie = {}) =>
  send(device.get(await loginOptions(), lie));

describe('signing in with a passkey', () => {
  it('begins a session as a password does, in the tenant of the last one', async () => {
    const who = await withPasskey();
    const { status, body, headers } = await logIn(who);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    const { data } = body;
    expect(data).toMatchObject({ activeTenantId: who.tenantId, user: { email: who.email } });
    expect((await grants(service, credentialOf(data.accessToken))).status).toBe(200);
    expect((await service.events()).at(-1)).toMatchObject({
      type: 'user.logged_in',
      data: { email: who.email },
    });
    const login = { email: who.email, password: PASSWORD, deviceToken: data.deviceToken };
    expect((await anonymous().post('/auth/login').send(login)).status).toBe(200);
    const [used] = (await who.as.get('/auth/passkeys')).body.data.items;
    expect(used.lastUsedAt).toEqual(expect.any(String));
  });

  it('asks for no code where a second factor is enabled, as it is both factors', async () => {
    const who = await withPasskey();
    const { secret } = (await who.as.post('/auth/mfa/setup').send({})).body.data;
    await who.as.post('/auth/mfa/enable').send({ code: totpCode(secret, service.clock.now()) });
    const login = { email: who.email, password: PASSWORD };
    expect((await anonymous().post('/auth/login').send(login)).body.data).toHaveProperty('mfaToken');
    expect((await logIn(who)).body.data).toHaveProperty('accessToken');
  });

  it('goes on after the password has been changed, and ends when the passkey is removed', async () => {
    const who = await withPasskey();
    const change = { currentPassword: PASSWORD, newPassword: 'another quiet harbour' };
    expect((await who.as.put('/auth/password').send(change)).status).toBe(200);
    expect((await logIn(who)).status).toBe(200);
    await who.as.delete(`/auth/passkeys/${who.passkeyId}`);
    const refused = await logIn(who);
    expect([refused.status, refused.body.code]).toEqual([401, 'auth.passkey_invalid']);
  });

  it('is told only to the owner of a closed account that it is closed', async () => {
    const who = await withPasskey();
    await users.in(service.ctx).update(who.userId, { status: 'inactive' });
    expect((await logIn(who)).body.code).toBe('auth.account_inactive');
    expect((await logIn(who, { origin: 'http://evil.example' })).body.code).toBe('auth.passkey_invalid');
  });

  it('tells nobody who has an account: the options are the same whatever email is named', async () => {
    const who = await withPasskey();
    const told = await Promise.all(
      [{}, { email: who.email }, { email: newEmail() }, { email: 'no address' }].map(loginOptions),
    );
    const [first, ...others] = told.map(({ challenge, ...same }) => {
      expect(challenge).toMatch(/^[\w-]{43}$/);
      return same;
    });
    expect(first).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] });
    for (const other of others) expect(other).toEqual(first);
    expect(new Set(told.map(({ challenge }) => challenge)).size).toBe(told.length);
  });
});

describe('a passkey signs nobody in', () => {
  const lies: [string, Parameters<SoftwareAuthenticator['get']>[1]][] = [
    ['on another page', { origin: 'https://evil.example' }],
    ['on the page of a tenant', { origin: 'http://joes.localhost:8080' }],
    ['for another domain', { rpId: 'evil.example' }],
    ['with a challenge that is none of ours', { challenge: 'bm90IG9uZSBvZiBvdXJz' }],
    ['without having verified its user', { isUserVerified: false }],
    ['by what was signed to add it', { type: 'webauthn.create' }],
    ['that counts backwards, as a copy does', { counter: 1 }],
    ['for another user than its owner', { userHandle: Buffer.from('somebody else').toString('base64url') }],
  ];
  it.each(lies)('%s', async (_what, lie) => {
    const who = await withPasskey();
    expect((await logIn(who)).status).toBe(200);
    const { status, body } = await logIn(who, lie);
    expect([status, body.code]).toEqual([401, 'auth.passkey_invalid']);
    expect(body.data).toBeUndefined();
  });

  it('twice by one signature, also when both are sent at once', async () => {
    const who = await withPasskey();
    const credential = who.device.get(await loginOptions());
    const answers = await Promise.all([send(credential), send(credential), send(credential)]);
    answers.push(await send(credential));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  });

  it('with a challenge that is older than five minutes, or was given to add a passkey', async () => {
    const who = await withPasskey();
    const toAdd = await who.as.post('/auth/passkeys/options').send({});
    const credential = { ...(await loginOptions()), challenge: toAdd.body.data.challenge };
    expect((await send(who.device.get(credential))).status).toBe(401);
    const late = await loginOptions();
    service.clock.advance(5 * 60_000 + 1_000);
    expect((await send(who.device.get(late))).status).toBe(401);
  });

  it('under the id of somebody else’s passkey, or of none', async () => {
    const [victim, thief] = [await withPasskey(), await withPasskey()];
    for (const id of [victim.device.id, new SoftwareAuthenticator().id]) {
      const credential = { ...thief.device.get(await loginOptions()), id, rawId: id };
      const { status, body } = await send(credential);
      expect([status, body.code]).toEqual([401, 'auth.passkey_invalid']);
    }
  });

  it('whatever operators, types and sizes are sent', async () => {
    const who = await withPasskey();
    const honest = who.device.get(await loginOptions());
    const { response } = honest;
    const odd = [
      { ...honest, id: { $ne: null } },
      { ...honest, id: 'a'.repeat(1_401) },
      { ...honest, isSuperAdmin: true },
      { ...honest, response: { ...response, signature: { $gt: '' } } },
      { ...honest, response: { ...response, clientDataJSON: 'a'.repeat(4_001) } },
      { ...honest, response: null },
    ];
    for (const each of odd) expect((await send(each)).status).toBe(422);
    const garbage = [
      { ...honest, response: { ...response, authenticatorData: 'AA' } },
      { ...honest, response: { ...response, clientDataJSON: 'bm8' } },
      { ...honest, response: { ...response, signature: 'AAAA' } },
      { ...honest, rawId: 'AAAA' },
    ];
    for (const each of garbage) expect((await send(each)).status).toBe(401);
  });
});
