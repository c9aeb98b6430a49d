import { callers } from '@siteninja/testing';
import { PASSWORD, registered, startIdentity, type TestIdentity } from '../test-support';

/** GUESSES=10000 takes a minute on a quiet machine. */
const GUESSES = Number(process.env['GUESSES'] ?? 2_000);
const ADDRESSES = 1_000;
const AT_ONCE = 100;

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

it('of thousands of guesses of one password from 1,000 addresses no more than 100 are tried, and the owner gets in', async () => {
  const { email, data } = await registered(service);
  const tried = jest.spyOn(service.ctx.ports.passwords, 'matches');
  const guess = (number: number) =>
    service
      .as(callers.anonymous)
      .post('/auth/login')
      .set('x-forwarded-for', `198.51.${Math.floor((number % ADDRESSES) / 250)}.${number % 250}`)
      .send({ email, password: `a wrong guess ${number}` });
  const statuses = new Map<number, number>();
  for (let first = 0; first < GUESSES; first += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => guess(first + index)));
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect(tried.mock.calls.length).toBeLessThanOrEqual(100);
  expect([...statuses.keys()].sort()).toEqual([401, 429]);
  const owner = { email, password: PASSWORD, deviceToken: data.deviceToken };
  expect((await service.as(callers.anonymous).post('/auth/login').send(owner)).status).toBe(200);
}, 600_000);

it.each([
  ['/auth/login', { email: 'a@example.com', password: PASSWORD }],
  ['/auth/register', { email: 'a@example.com', password: PASSWORD, name: 'Ada' }],
  ['/auth/refresh', { refreshToken: 'token' }],
  ['/auth/mfa/verify', { mfaToken: 'token', code: '123456' }],
  ['/auth/password/forgot', { email: 'a@example.com' }],
  ['/auth/password/reset', { token: 'token', newPassword: PASSWORD }],
  ['/auth/email/verify', { token: 'token' }],
  ['/auth/invitations/accept', { token: 'token', name: 'Ada', password: PASSWORD }],
])(
  '%s refuses operators, lists and numbers in every field, and fields that nobody may set',
  async (path, body) => {
    const send = (sent: object) => service.as(callers.anonymous).post(path).send(sent);
    for (const field of Object.keys(body)) {
      for (const odd of [{ $ne: null }, { $gt: '' }, { $regex: '.*' }, ['a'], 7, true]) {
        const answer = await send({ ...body, [field]: odd });
        expect([answer.status, answer.body.details[0].field.split('.')[0]]).toEqual([422, field]);
      }
    }
    for (const field of ['isSuperAdmin', 'role', 'status', 'userId', 'emailVerifiedAt', '$where']) {
      const answer = await send({ ...body, [field]: 'active' });
      expect([field, answer.status]).toEqual([field, 422]);
    }
  },
);
