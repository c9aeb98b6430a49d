import { until } from '../../libs/testing/src';
import {
  ask,
  compile,
  describeWhere,
  hasRedis,
  Owner,
  post,
  type Program,
  sharedBroker,
  Sandbox,
} from './processes';

const hasBroker = process.env.TEST_RABBITMQ_URL !== undefined;

describeWhere(hasRedis() && hasBroker, 'redis-server or no RabbitMQ', 'without Redis', () => {
  const sandbox = new Sandbox();
  let redis: Program;
  let gateway: Program;
  let owner: Owner;
  beforeAll(async () => {
    await compile();
    const database = await sandbox.database();
    redis = await sandbox.redis();
    await Promise.all([database.start(), redis.start()]);
    const product = await sandbox.product({
      MONGODB_URI: `mongodb://127.0.0.1:${database.port}/?directConnection=true`,
      ...sharedBroker(),
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      AUTH_RATE_LIMIT: '5',
      RATE_LIMIT_SCALE: '1',
    });
    await Promise.all([...product.values()].map((program) => program.start()));
    const found = product.get('gateway');
    if (!found) throw new Error('There is no gateway.');
    gateway = found;
    owner = await Owner.register(gateway.port, 'redis');
  }, 120_000);
  afterAll(() => sandbox.close(), 20_000);

  const login = () =>
    post(gateway.port, '/api/auth/login', { email: 'redis@example.com', password: 'wrong' });
  const redisIsThere = async (): Promise<boolean> =>
    (await ask(gateway.port, '/health/ready')).body.checks.redis.ok;

  it.each([
    ['killed', () => redis.end('SIGKILL')],
    ['stuck', () => redis.child?.kill('SIGSTOP')],
  ])(
    'no request waits or fails for it, log-ins stay limited, and it is found again (%s)',
    async (_, take) => {
      await until(redisIsThere, 10_000);
      await take();
      const answers = [];
      for (let round = 0; round < 10; round++) {
        answers.push(await owner.write(`write-${round}`), await owner.read('/pages'));
      }
      const logins = [];
      for (let tries = 0; tries < 7; tries++) logins.push((await login()).status);
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(2_000);
      expect(logins.slice(5)).toEqual([429, 429]);
      expect(logins.every((status) => status === 401 || status === 429)).toBe(true);
      await redis.end('SIGKILL');
      await redis.start();
      await until(redisIsThere, 10_000);
      expect((await owner.write('again')).status).toBe(200);
    },
    40_000,
  );
});
