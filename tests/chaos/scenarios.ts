import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../libs/testing/src';
import { type RunningProduct } from './sandbox';
import { ask, post, type TenantAdmin, writeMany } from './tenant-admin';

const CONCURRENCY = 4;

/** Every acknowledged change stands in the audit log once; no change stands there twice. */
export async function expectAudited(admin: TenantAdmin, acknowledged: readonly string[]): Promise<void> {
  await until(async () => {
    const counts = await admin.audited();
    return acknowledged.every((id) => counts.has(id));
  }, 100_000).catch(() => undefined);
  const counts = await admin.audited();
  expect(acknowledged.filter((id) => counts.get(id) !== 1)).toEqual([]);
  expect([...counts.values()].filter((count) => count > 1)).toEqual([]);
}

const idsWith = (statuses: ReadonlyMap<string, number>, wanted: number): string[] =>
  [...statuses].filter(([, status]) => status === wanted).map(([id]) => id);

/** RabbitMQ is killed and comes back after `count` changes. */
export async function loseTheBroker({ admin, rabbitMq }: RunningProduct, count: number): Promise<void> {
  await rabbitMq.end('SIGKILL');
  const statuses = await writeMany(admin, { prefix: 'no-broker', count, concurrency: CONCURRENCY });
  expect([...statuses.values()].filter((status) => status !== 200)).toEqual([]);
  await rabbitMq.start();
  await expectAudited(admin, [...statuses.keys()]);
}

/** content is killed in the middle of changes, and started again at once. */
export async function killTheService({ admin, service }: RunningProduct, count: number): Promise<void> {
  const content = service('content');
  const killAfter = Math.round(count * 0.4);
  let restarted: Promise<void> | undefined;
  const statuses = await writeMany(admin, {
    prefix: 'killed',
    count,
    concurrency: CONCURRENCY,
    onAnswer: async (answered) => {
      if (answered !== killAfter) return;
      await content.end('SIGKILL');
      restarted = content.start();
    },
  });
  await restarted;
  // Each attempt is a change of its own: one that was answered too late may have been made all the same.
  let attempts = 0;
  const last = await until(async () => {
    const id = `after-the-kill-${++attempts}`;
    return (await admin.write(id)).status === 200 && id;
  });
  const acknowledged = idsWith(statuses, 200);
  expect(acknowledged.length).toBeGreaterThanOrEqual(killAfter);
  await expectAudited(admin, [...acknowledged, last]);
  // A change whose answer was cut off may have been made; one that was refused never.
  const counts = await admin.audited();
  expect(idsWith(statuses, 503).filter((id) => counts.has(id))).toEqual([]);
}

/** The database is killed between two changes, and comes back. */
export async function loseTheDatabase({ admin, database }: RunningProduct, count: number): Promise<void> {
  const before = await writeMany(admin, { prefix: 'before-the-kill', count, concurrency: 1 });
  await database.end('SIGKILL');
  const [read, write] = await Promise.all([admin.read(), admin.write('without-database')]);
  for (const { status, body, headers, milliseconds } of [read, write]) {
    expect(status).toBe(503);
    expect(body).toMatchObject({ success: false, code: expect.any(String), error: expect.any(String) });
    expect(headers.get('retry-after')).not.toBeNull();
    expect(milliseconds).toBeLessThan(3_000);
  }
  await database.start();
  const back = await until(async () => {
    const answer = await admin.read();
    return answer.status === 200 && answer;
  });
  expect(back.body.data.title).toBe(`before-the-kill-${count - 1}`);
  const after = await writeMany(admin, { prefix: 'database-is-back', count: 5, concurrency: 1 });
  const statuses = [...before, ...after];
  expect(statuses.filter(([, status]) => status !== 200)).toEqual([]);
  await expectAudited(
    admin,
    statuses.map(([id]) => id),
  );
}

/** Redis is killed, or hangs, and comes back. `limit` is AUTH_RATE_LIMIT. */
export async function loseRedis(
  { admin, gateway, redis }: RunningProduct,
  how: 'killed' | 'hanging',
  limit: number,
): Promise<void> {
  const isConnected = async (): Promise<boolean> =>
    (await ask(gateway.port, '/health/ready')).body.checks.redis.ok;
  const login = { email: 'chaos@example.com', password: 'wrong' };
  await until(isConnected);
  if (how === 'killed') await redis.end('SIGKILL');
  else redis.child?.kill('SIGSTOP');
  const answers = [];
  for (let round = 0; round < 10; round++) {
    answers.push(await admin.write(`redis-${how}-${round}`), await admin.read('/pages'));
  }
  const logins = [];
  for (let tries = 0; tries < limit + 2; tries++) {
    logins.push((await post(gateway.port, '/api/auth/login', login)).status);
  }
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  // No request waits for it as long as a command may take.
  expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(2_000);
  expect(logins.slice(limit)).toEqual([429, 429]);
  expect(logins.every((status) => status === 401 || status === 429)).toBe(true);
  await redis.end('SIGKILL');
  await redis.start();
  await until(isConnected);
  expect((await admin.write(`redis-is-back-${how}`)).status).toBe(200);
}

/** A service gets SIGTERM under load, and is started again. */
export async function restartUnderLoad({ admin, service }: RunningProduct, name: string): Promise<void> {
  const failed: string[] = [];
  const pending: Promise<void>[] = [];
  let sent = 0;
  let isLoaded = true;
  const request = async (): Promise<void> => {
    const id = `restart-${name}-${sent++}`;
    const paths = ['/pages', '/branding', '/audit-logs'];
    const { status, body } = await (sent % 5 === 0 ? admin.write(id) : admin.read(paths[sent % 3]));
    if (status !== 200) failed.push(`${id}: ${status} ${body.code}`);
  };
  const load = (async () => {
    while (isLoaded) {
      pending.push(request().catch((error: unknown) => void failed.push(String(error))));
      await sleep(20);
    }
  })();
  const restart = async (): Promise<{ code: number | null; milliseconds: number }> => {
    const end = await service(name).end('SIGTERM');
    await service(name).start();
    return end;
  };
  const { code, milliseconds } = await restart().finally(() => (isLoaded = false));
  await load;
  await Promise.all(pending);
  expect(code).toBe(0);
  expect(milliseconds).toBeLessThan(10_000);
  // With one target a request waits 3 s for it; a start on a busy machine may take longer.
  expect(failed.filter((failure) => !/ 503 /.test(failure))).toEqual([]);
}
