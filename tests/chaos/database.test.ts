import { until } from '../../libs/testing/src';
import { compile, describeWhere, Owner, type Program, sharedBroker, Sandbox, writeMany } from './processes';

const hasBroker = process.env.TEST_RABBITMQ_URL !== undefined;

describeWhere(hasBroker, 'RabbitMQ', 'without the database', () => {
  const sandbox = new Sandbox();
  let database: Program;
  let owner: Owner;
  beforeAll(async () => {
    await compile();
    database = await sandbox.database();
    await database.start();
    const product = await sandbox.product({
      MONGODB_URI: `mongodb://127.0.0.1:${database.port}/?directConnection=true`,
      ...sharedBroker(),
    });
    await Promise.all([...product.values()].map((program) => program.start()));
    owner = await Owner.register(product.get('gateway')?.port ?? 0, 'database');
  }, 120_000);
  afterAll(() => sandbox.close(), 20_000);

  it('requests are told so within 3 s, nothing that was acknowledged is lost, and it is found again', async () => {
    const killed = { at: 0 };
    let acknowledged = '';
    const statuses = await writeMany(owner, 60, 1, async (done) => {
      if (done !== 40) return;
      killed.at = done;
      await database.end('SIGKILL');
      const [read, write] = await Promise.all([owner.read(), owner.write('while-away')]);
      for (const { status, body, headers, milliseconds } of [read, write]) {
        expect(status).toBe(503);
        expect(body).toMatchObject({ success: false, code: expect.any(String), error: expect.any(String) });
        expect(headers.get('retry-after')).not.toBeNull();
        expect(milliseconds).toBeLessThan(3_000);
      }
      await database.start();
      const back = await until(async () => {
        const answer = await owner.read();
        return answer.status === 200 && answer;
      }, 15_000);
      acknowledged = back.body.data.title;
    });
    expect(acknowledged).toBe('write-39');
    expect([...statuses.values()].filter((status) => status !== 200)).toEqual([]);
    expect((await owner.read()).body.data.title).toBe('write-59');
  }, 60_000);
});
