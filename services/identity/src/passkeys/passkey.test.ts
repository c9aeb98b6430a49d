import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { callerOf, mailsTo, PASSWORD, registered, startIdentity, type TestIdentity } from '../test-support';
import { SoftwareAuthenticator } from './authenticator-test-support';
import { MAX_PASSKEYS } from './add-passkey';
import { passkeys } from './passkey.model';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

const HOUR_MS = 60 * 60_000;

async function person() {
  const { email, userId, data } = await registered(service);
  return { email, userId, data, as: service.as(callerOf(data.accessToken)) };
}
type Person = Awaited<ReturnType<typeof person>>;

const optionsFor = async ({ as }: Person) => (await as.post('/auth/passkeys/options').send({})).body.data;

async function addTo(who: Person, name = 'Phone', device = new SoftwareAuthenticator()) {
  const answer = await who.as.post('/auth/passkeys').send({ ...device.create(await optionsFor(who)), name });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return { device, passkey: answer.body.data };
}

describe('the passkeys of an account', () => {
  it('are added, listed, renamed and removed by their owner', async () => {
    const who = await person();
    const { passkey } = await addTo(who);
    expect(passkey).toMatchObject({ name: 'Phone', isSynced: false, lastUsedAt: null });
    await addTo(who, 'Laptop');
    const names = async () =>
      (await who.as.get('/auth/passkeys?sort=name&order=asc')).body.data.items.map(
        ({ name }: { name: string }) => name,
      );
    expect(await names()).toEqual(['Laptop', 'Phone']);
    const path = `/auth/passkeys/${passkey.id}`;
    const renamed = await who.as.put(path).send({ name: 'Old phone' });
    expect([renamed.status, renamed.body.data.name]).toEqual([200, 'Old phone']);
    expect((await who.as.put(path).send(renamed.body.data)).body.data).toEqual(renamed.body.data);
    const stale = await who.as.delete(path).set('If-Match', '"other"');
    expect(stale.status).toBe(412);
    expect((await who.as.delete(path).set('If-Match', renamed.headers.etag ?? '')).status).toBe(204);
    expect(await names()).toEqual(['Laptop']);
    expect((await who.as.delete('/auth/passkeys')).status).toBe(204);
    expect(await names()).toEqual([]);
  });

  it('are not found by anybody else, and not reached with an API key', async () => {
    const who = await person();
    const { passkey } = await addTo(who);
    const path = `/auth/passkeys/${passkey.id}`;
    const other = await person();
    for (const answer of [await other.as.put(path).send({ name: 'Mine' }), await other.as.delete(path)]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'passkey.not_found']);
    }
    expect((await other.as.delete('/auth/passkeys')).status).toBe(204);
    const key = service.as(callers.apiKey(newId(), ['read:users', 'write:users']));
    expect((await key.get('/auth/passkeys')).status).toBe(403);
    expect((await who.as.get('/auth/passkeys')).body.data.items).toHaveLength(1);
  });

  it('are told of as changes of the account, without what signs, and by mail when one is added or removed', async () => {
    const who = await person();
    const { passkey, device } = await addTo(who);
    await who.as.put(`/auth/passkeys/${passkey.id}`).send({ name: 'Tablet' });
    await who.as.delete(`/auth/passkeys/${passkey.id}`);
    const told = (await service.events()).filter(
      ({ type, resource }) => type === 'user.updated' && resource.id === who.userId,
    );
    const named = (name: string) => [{ id: passkey.id, name }];
    expect(
      told.map(({ change, tenantId }) => [tenantId, change?.before?.passkeys, change?.after?.passkeys]),
    ).toEqual([
      [null, [], named('Phone')],
      [null, named('Phone'), named('Tablet')],
      [null, named('Tablet'), []],
    ]);
    expect(JSON.stringify(told)).not.toContain(device.id);
    const subjects = (await mailsTo(service, who.email)).map(({ subject }) => subject);
    expect(subjects).toEqual(expect.arrayContaining(['A passkey was added', 'A passkey was removed']));
  });

  it('are 20 at most, however many are added at once', async () => {
    const who = await person();
    const prepared = await Promise.all(
      Array.from({ length: MAX_PASSKEYS + 5 }, async () =>
        new SoftwareAuthenticator().create(await optionsFor(who)),
      ),
    );
    const answers = await Promise.all(prepared.map((each) => who.as.post('/auth/passkeys').send(each)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ body }) => body.code)).toEqual(Array(5).fill('passkey.limit_reached'));
    expect((await who.as.post('/auth/passkeys/options').send({})).body.code).toBe('passkey.limit_reached');
  });

  it('are only added within an hour after a login', async () => {
    const who = await person();
    const device = new SoftwareAuthenticator();
    service.clock.advance(HOUR_MS - 60_000);
    const made = device.create(await optionsFor(who));
    service.clock.advance(61_000);
    for (const answer of [
      await who.as.post('/auth/passkeys/options').send({}),
      await who.as.post('/auth/passkeys').send(made),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'auth.login_too_old']);
    }
    const { body } = await service
      .as(callers.anonymous)
      .post('/auth/login')
      .send({ email: who.email, password: PASSWORD });
    const again = { ...who, as: service.as(callerOf(body.data.accessToken)) };
    expect((await addTo(again)).passkey.name).toBe('Phone');
  });
});

describe('a passkey is refused', () => {
  const refusals: [string, Parameters<SoftwareAuthenticator['create']>[1]][] = [
    ['made on another page', { origin: 'http://localhost.evil.example:8080' }],
    ['made on the page of a tenant', { origin: 'http://joes.localhost:8080' }],
    ['made for another domain', { rpId: 'evil.example' }],
    ['that signed no challenge of ours', { challenge: 'bm90IG9uZSBvZiBvdXJz' }],
    ['whose device did not verify its user', { isUserVerified: false }],
    ['that is a login', { type: 'webauthn.get' }],
  ];
  it.each(refusals)('that was %s', async (_what, lie) => {
    const who = await person();
    const made = new SoftwareAuthenticator().create(await optionsFor(who), lie);
    const { status, body } = await who.as.post('/auth/passkeys').send(made);
    expect([status, body.details[0].field]).toEqual([422, 'response']);
    expect(await passkeys.in(service.ctx).findOne({ userId: who.userId })).toBeNull();
  });

  it('when its challenge was used before, is too old, or was given to somebody else or for a login', async () => {
    const who = await person();
    const options = await optionsFor(who);
    expect(
      (await who.as.post('/auth/passkeys').send(new SoftwareAuthenticator().create(options))).status,
    ).toBe(201);
    const late = await optionsFor(who);
    const others = await optionsFor(await person());
    const login = await service.as(callers.anonymous).post('/auth/passkeys/login/options').send({});
    const refused = async (from: { challenge: string }) =>
      (await who.as.post('/auth/passkeys').send(new SoftwareAuthenticator().create({ ...options, ...from })))
        .status;
    expect(await refused(options)).toBe(422);
    expect(await refused({ challenge: others.challenge })).toBe(422);
    expect(await refused({ challenge: login.body.data.challenge })).toBe(422);
    service.clock.advance(5 * 60_000 + 1_000);
    expect(await refused(late)).toBe(422);
  });

  it('when another account has it', async () => {
    const { device } = await addTo(await person());
    const other = await person();
    const again = await other.as.post('/auth/passkeys').send(device.create(await optionsFor(other)));
    expect([again.status, again.body.code]).toEqual([409, 'passkey.already_added']);
  });
});
