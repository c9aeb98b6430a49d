import { until } from '../../libs/testing/src';
import {
  compile,
  describeWhere,
  Owner,
  type Program,
  rabbitMqProgram,
  Sandbox,
  writeMany,
} from './processes';

describeWhere(rabbitMqProgram() !== undefined, 'rabbitmq-server', 'without the broker', () => {
  const sandbox = new Sandbox();
  let broker: Program;
  let owner: Owner;
  beforeAll(async () => {
    await compile();
    const database = await sandbox.database();
    broker = await sandbox.rabbitMq();
    await Promise.all([database.start(), broker.start()]);
    const product = await sandbox.product({
      MONGODB_URI: `mongodb://127.0.0.1:${database.port}/?directConnection=true`,
      RABBITMQ_URL: `amqp://guest:guest@127.0.0.1:${broker.port}`,
    });
    await Promise.all([...product.values()].map((program) => program.start()));
    owner = await Owner.register(product.get('gateway')?.port ?? 0, 'broker');
  }, 150_000);
  afterAll(() => sandbox.close(), 20_000);

  it('every change succeeds, and is in the audit log once when it is back', async () => {
    await broker.end('SIGKILL');
    const statuses = await writeMany(owner, 200, 4);
    expect([...statuses.values()].filter((status) => status !== 200)).toEqual([]);
    await broker.start();
    await until(async () => (await owner.audited()).size >= 200, 30_000);
    const counts = await owner.audited();
    expect([...statuses.keys()].filter((id) => counts.get(id) !== 1)).toEqual([]);
  }, 60_000);
});
