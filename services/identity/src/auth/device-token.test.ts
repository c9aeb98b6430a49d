import { callers } from '@siteninja/testing';
import { newEmail, PASSWORD, registered, startIdentity, type TestIdentity } from '../test-support';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

const LIMIT = 10;
const logIn = (email: string, password: string, deviceToken?: unknown) =>
  service
    .as(callers.anonymous)
    .post('/auth/login')
    .send({ email, password, ...(deviceToken === undefined ? {} : { deviceToken }) });
const guess = async (email: string, times: number, deviceToken?: string): Promise<number[]> => {
  const statuses = [];
  for (let tries = 0; tries < times; tries += 1) {
    statuses.push((await logIn(email, 'a wrong guess', deviceToken)).status);
  }
  return statuses;
};

describe('the owner of an account whose password others guess', () => {
  it('gets in on a device that has signed in before, and the others stay out', async () => {
    const { email } = await registered(service);
    const { deviceToken } = (await logIn(email, PASSWORD)).body.data;
    expect((await guess(email, LIMIT + 1)).at(-1)).toBe(429);
    expect((await logIn(email, PASSWORD)).status).toBe(429);
    for (let times = 0; times < LIMIT + 2; times += 1) {
      service.clock.advance(1_000);
      expect((await logIn(email, PASSWORD, deviceToken)).status).toBe(200);
    }
    expect((await logIn(email, PASSWORD)).status).toBe(429);
    expect(await guess(email, 1)).toEqual([429]);
  });

  it('has a device from the registration on, which every login makes last longer', async () => {
    const { email, data } = await registered(service);
    expect((await guess(email, LIMIT + 1)).at(-1)).toBe(429);
    const next = await logIn(email, PASSWORD, data.deviceToken);
    expect(next.status).toBe(200);
    service.clock.advance(179 * 24 * 60 * 60_000);
    expect((await guess(email, LIMIT + 1)).at(-1)).toBe(429);
    expect((await logIn(email, PASSWORD, next.body.data.deviceToken)).status).toBe(200);
  });

  it('a device is limited too, and no other device with it', async () => {
    const { email, data } = await registered(service);
    const other = (await logIn(email, PASSWORD)).body.data.deviceToken;
    const statuses = await guess(email, LIMIT + 1, data.deviceToken);
    expect(statuses).toEqual([...Array<number>(LIMIT).fill(401), 429]);
    expect((await logIn(email, PASSWORD, other)).status).toBe(200);
    expect((await logIn(email, PASSWORD)).status).toBe(200);
  });
});

describe('a device token that is not the account’s own', () => {
  it('is as none: made up, changed, over, or another account’s', async () => {
    const { email } = await registered(service);
    const own: string = (await logIn(email, PASSWORD)).body.data.deviceToken;
    const stranger = await registered(service);
    const [device = '', end = '', mac = ''] = own.split('.');
    const wrong = [
      stranger.data.deviceToken,
      '',
      'nonsense',
      '\u0000',
      'x'.repeat(1_000),
      `${device}.${Number(end) + 1}.${mac}`,
      `${device}.${end}.${mac.slice(0, -1)}${mac.endsWith('A') ? 'B' : 'A'}`,
      stranger.data.refreshToken,
    ];
    expect(await guess(email, LIMIT)).toEqual(Array<number>(LIMIT).fill(401));
    for (const token of wrong) expect((await logIn(email, PASSWORD, token)).status).toBe(429);
    service.clock.advance(181 * 24 * 60 * 60_000);
    await guess(email, LIMIT);
    expect((await logIn(email, PASSWORD, own)).status).toBe(429);
  });

  it('tells nothing: an unknown account answers as a known one', async () => {
    const { email, data } = await registered(service);
    for (const token of [data.deviceToken, 'nonsense']) {
      const unknown = await logIn(newEmail(), 'a wrong guess', token);
      const known = await logIn(email, 'a wrong guess', token);
      expect([unknown.status, unknown.body.error]).toEqual([known.status, known.body.error]);
    }
    const nobody = newEmail();
    const statuses = await guess(nobody, LIMIT + 1, data.deviceToken);
    expect(statuses).toEqual([...Array<number>(LIMIT).fill(401), 429]);
  });

  it('gives no access, and stands in no event', async () => {
    const { email } = await registered(service);
    const { deviceToken } = (await logIn(email, PASSWORD)).body.data;
    expect((await logIn(email, 'a wrong guess', deviceToken)).status).toBe(401);
    const refresh = await service
      .as(callers.anonymous)
      .post('/auth/refresh')
      .send({ refreshToken: deviceToken });
    expect(refresh.status).toBe(401);
    expect(JSON.stringify(await service.events())).not.toContain(deviceToken);
  });
});
