import { randomBytes } from 'node:crypto';
import { callers, newSecretsEnv } from '@siteninja/testing';
import { credentialOf, grants, startIdentity, type TestIdentity } from '../test-support';
import { seedSuperAdmin } from './super-admin';
import { users } from '../users/user.model';

const EMAIL = 'Root@Example.com';
const FIRST = 'a lighthouse in the fog';
const SECOND = 'another light at sea';
let running: TestIdentity[] = [];
afterEach(async () => {
  for (const service of running.reverse()) await service.stop();
  running = [];
});

async function start(env: NodeJS.ProcessEnv): Promise<TestIdentity> {
  const service = await startIdentity(env);
  running.push(service);
  return service;
}

describe('the platform’s own admin', () => {
  it('the platform’s admin is created once, at the start, and gets the password that is configured now', async () => {
    const env = {
      MONGODB_DATABASE: `test_identity_${randomBytes(6).toString('hex')}`,
      ...newSecretsEnv(),
      SUPER_ADMIN_EMAIL: EMAIL,
      SUPER_ADMIN_PASSWORD: FIRST,
    };
    const logIn = (service: TestIdentity, password: string) =>
      service.as(callers.anonymous).post('/auth/login').send({ email: EMAIL, password });
    const one = await start(env);
    const first = await logIn(one, FIRST);
    expect(first.body.data.user).toMatchObject({ email: 'Root@example.com', isSuperAdmin: true });
    const credential = credentialOf(first.body.data.accessToken);
    const two = await start(env);
    expect(await users.in(two.ctx).count({})).toBe(1);
    expect((await grants(two, credential)).data).toMatchObject({ isSuperAdmin: true });
    const three = await start({ ...env, SUPER_ADMIN_PASSWORD: SECOND });
    expect((await grants(three, credential)).status).toBe(401);
    expect((await logIn(three, FIRST)).status).toBe(401);
    expect((await logIn(three, SECOND)).status).toBe(200);
    const refresh = await three
      .as(callers.anonymous)
      .post('/auth/refresh')
      .send({ refreshToken: first.body.data.refreshToken });
    expect(refresh.status).toBe(401);
    const types = (await three.events()).map(({ type }) => type);
    expect(types).toEqual(['user.registered', 'user.logged_in', 'user.password_changed', 'user.logged_in']);
  });

  it('the service does not start where only the email or only the password of the platform’s admin is configured', async () => {
    const { ctx } = await start({});
    for (const half of [{ SUPER_ADMIN_EMAIL: EMAIL }, { SUPER_ADMIN_PASSWORD: FIRST }]) {
      const config = { ...ctx.config, ...half };
      await expect(seedSuperAdmin({ ...ctx, config })).rejects.toThrow(/both or none/);
    }
    await expect(seedSuperAdmin(ctx)).resolves.toBeUndefined();
    expect(await users.in(ctx).count({})).toBe(0);
  });
});
