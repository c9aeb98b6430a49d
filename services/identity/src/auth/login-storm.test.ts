import { callers, until } from '@siteninja/testing';
import bcrypt from 'bcrypt';
import { newEmail, PASSWORD, registered, startIdentity, type TestIdentity } from '../test-support';

/** One password is checked at a time, and so many wait. */
const WAITING = 100;

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity({ BCRYPT_CONCURRENCY: '1' });
});
afterAll(() => service.stop());
afterEach(() => jest.restoreAllMocks());

const logIn = (email: string) =>
  service.as(callers.anonymous).post('/auth/login').send({ email, password: PASSWORD });

/** As many log-ins as are taken, whose passwords are checked only when the returned function says so. */
async function fillQueue(emails: readonly string[]) {
  const compare: (password: string, hash: string) => Promise<boolean> = bcrypt.compare;
  let goOn = (): void => undefined;
  const heldUp = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- jest takes the overload with a callback
  jest.spyOn(bcrypt, 'compare').mockImplementation(async (password, hash) => {
    await heldUp;
    return compare(String(password), hash);
  });
  const taken = jest.spyOn(service.ctx.ports.passwords, 'matches');
  const answers = Promise.all(emails.map(logIn));
  await until(() => taken.mock.calls.length === emails.length);
  return async (): Promise<number[]> => {
    goOn();
    return (await answers).map(({ status }) => status);
  };
}
const strangers = (count: number): string[] => Array.from({ length: count }, newEmail);

describe('more log-ins at once than can be checked soon', () => {
  it('are refused with 503 and when to try again, known accounts as unknown ones, and the others are served', async () => {
    const { email } = await registered(service);
    const serve = await fillQueue([email, ...strangers(WAITING)]);
    const refused = [await logIn(email), await logIn(newEmail())];
    for (const { status, headers, body } of refused) {
      expect([status, body.code, body.error]).toEqual([503, 'auth.busy', refused[0]?.body.error]);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(await serve()).toEqual([200, ...Array<number>(WAITING).fill(401)]);
    expect((await logIn(email)).status).toBe(200);
  });

  it('count as no attempts: who tries again, as they were told to, gets in', async () => {
    const { email } = await registered(service);
    const serve = await fillQueue(strangers(WAITING + 1));
    for (let tries = 0; tries <= service.ctx.config.LOGIN_LIMIT; tries += 1) {
      expect((await logIn(email)).status).toBe(503);
    }
    await serve();
    expect((await logIn(email)).status).toBe(200);
  });
});
