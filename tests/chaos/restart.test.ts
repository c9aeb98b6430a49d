import { setTimeout as sleep } from 'node:timers/promises';
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

describeWhere(rabbitMqProgram() !== undefined, 'rabbitmq-server', 'while services end and start', () => {
  const sandbox = new Sandbox();
  let product: Map<string, Program>;
  let owner: Owner;
  beforeAll(async () => {
    await compile();
    const [database, broker] = [await sandbox.database(), await sandbox.rabbitMq()];
    await Promise.all([database.start(), broker.start()]);
    product = await sandbox.product({
      MONGODB_URI: `mongodb://127.0.0.1:${database.port}/?directConnection=true`,
      RABBITMQ_URL: `amqp://guest:guest@127.0.0.1:${broker.port}`,
    });
    await Promise.all([...product.values()].map((program) => program.start()));
    owner = await Owner.register(product.get('gateway')?.port ?? 0, 'restart');
  }, 150_000);
  afterAll(() => sandbox.close(), 20_000);

  const programOf = (name: string): Program => {
    const program = product.get(name);
    if (!program) throw new Error(`There is no ${name}.`);
    return program;
  };

  it('a service that is killed in the middle of changes has told of those that it acknowledged, once', async () => {
    const content = programOf('content');
    let again: Promise<void> | undefined;
    const statuses = await writeMany(owner, 200, 4, async (done) => {
      if (done !== 80) return;
      await content.end('SIGKILL');
      again = content.start();
    });
    await again;
    await until(async () => (await owner.write('last')).status === 200, 10_000);
    await until(async () => (await owner.audited()).has('last'), 20_000);
    const counts = await owner.audited();
    const acknowledged = [...statuses].filter(([, status]) => status === 200).map(([id]) => id);
    expect(acknowledged.length).toBeGreaterThanOrEqual(80);
    expect(acknowledged.filter((id) => counts.get(id) !== 1)).toEqual([]);
    // One whose answer was cut off may have been done; never twice.
    expect([...counts.values()].filter((count) => count > 1)).toEqual([]);
    const refused = [...statuses].filter(([, status]) => status === 503).map(([id]) => id);
    expect(refused.filter((id) => counts.has(id))).toEqual([]);
  }, 60_000);

  it.each(['content', 'tenant', 'identity', 'integration'])(
    '%s ends in order under load',
    async (name) => {
      const failed: string[] = [];
      const slowest = { milliseconds: 0 };
      let sent = 0;
      let going = true;
      const pending: Promise<void>[] = [];
      const one = async (): Promise<void> => {
        const id = `${name}-${sent++}`;
        const paths = ['/pages', '/branding', '/audit-logs'];
        const answer = await (sent % 5 === 0 ? owner.write(id) : owner.read(paths[sent % 3]));
        slowest.milliseconds = Math.max(slowest.milliseconds, answer.milliseconds);
        if (answer.status !== 200) failed.push(`${sent}: ${answer.status} ${answer.body.code}`);
      };
      const load = (async () => {
        while (going) {
          pending.push(one().catch((error: unknown) => void failed.push(String(error))));
          await sleep(20);
        }
      })();
      const { code, milliseconds } = await programOf(name).end('SIGTERM');
      await programOf(name).start();
      going = false;
      await load;
      await Promise.all(pending);
      if (process.env.CHAOS_REPORT) {
        process.stderr.write(`${JSON.stringify({ name, sent, failed, slowest, code, milliseconds })}\n`);
      }
      expect(code).toBe(0);
      expect(milliseconds).toBeLessThan(10_000);
      // With one target a request waits for it for 3 s; a start on a busy machine may take longer than that.
      expect(failed.filter((what) => !/ 503 /.test(what))).toEqual([]);
    },
    40_000,
  );
});
