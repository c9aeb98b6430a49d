import { setTimeout as sleep } from 'node:timers/promises';
import { TcpProxy, until } from '../../libs/testing/src';
import { describeWithBrokers, type RunningProduct, Sandbox } from './sandbox';
import { expectAudited } from './scenarios';
import { type TenantAdmin } from './tenant-admin';

/** How long a connection is disturbed. */
const DISTURBED_MS = 5_000;
const CONCURRENCY = 4;
const LATENCY_MS = 50;
const SLICE_BYTES = 7;
const RESETS_EVERY_MS = 500;
/** The database keeps for a minute what a transaction has locked whose connection was lost. */
const BACK_WITHIN_MS = 90_000;

/** What can happen to a connection; each gives what ends it. */
const TOXICS: Record<string, (proxy: TcpProxy) => Promise<() => unknown>> = {
  latency: (proxy) => {
    proxy.latencyMs = LATENCY_MS;
    return Promise.resolve(() => (proxy.latencyMs = 0));
  },
  slicer: (proxy) => {
    proxy.sliceBytes = SLICE_BYTES;
    return Promise.resolve(() => (proxy.sliceBytes = 0));
  },
  reset: (proxy) => {
    let isOn = true;
    const resetting = (async () => {
      for (; isOn; await sleep(RESETS_EVERY_MS)) proxy.reset();
    })();
    return Promise.resolve(() => {
      isOn = false;
      return resetting;
    });
  },
  down: async (proxy) => {
    await proxy.close();
    return () => proxy.listen();
  },
  blackhole: (proxy) => {
    proxy.isHanging = true;
    return Promise.resolve(() => {
      proxy.isHanging = false;
      proxy.reset();
    });
  },
};
const STORES = ['MongoDB', 'RabbitMQ', 'Redis'] as const;

interface Row {
  answered: number;
  refused: number;
  other: number;
  slowestMs: number;
  backAfterMs: number;
}

describeWithBrokers('connections that are slow, cut up, reset, closed or silent', () => {
  const sandbox = new Sandbox();
  const proxies = new Map<string, TcpProxy>();
  const statuses = new Map<string, number>();
  const rows = new Map<string, Row>();
  let product: RunningProduct;
  beforeAll(async () => {
    const through = async (name: (typeof STORES)[number], target: string): Promise<string> => {
      const proxy = await new TcpProxy(target).listen();
      proxies.set(name, proxy);
      return proxy.url;
    };
    product = await sandbox.startProduct({}, async ({ MONGODB_URI, RABBITMQ_URL, REDIS_URL }) => ({
      MONGODB_URI: await through('MongoDB', MONGODB_URI),
      RABBITMQ_URL: await through('RabbitMQ', RABBITMQ_URL),
      REDIS_URL: await through('Redis', REDIS_URL),
    }));
  }, 240_000);
  afterAll(async () => {
    await sandbox.close();
    await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
    process.stdout.write(`${tableOf(rows)}\n`);
  }, 20_000);

  const disturbances = STORES.flatMap((store) => Object.keys(TOXICS).map((toxic) => ({ store, toxic })));
  it.each(disturbances)(
    '$store by $toxic: what is not done is refused with 503, and all is well afterwards',
    async ({ store, toxic }) => {
      const proxy = proxies.get(store);
      const disturb = TOXICS[toxic];
      if (!proxy || !disturb) throw new Error('There is no such connection.');
      const end = await disturb(proxy);
      const before = new Set(statuses.keys());
      const slowestMs = await work(product.admin, `${store}-${toxic}`, statuses);
      await end();
      const began = Date.now();
      let tries = 0;
      await until(async () => {
        const id = `${store}-${toxic}-after-${(tries += 1)}`;
        const { status } = await product.admin.write(id).catch(() => ({ status: 0 }));
        statuses.set(id, status);
        return status === 200;
      }, BACK_WITHIN_MS);
      const seen = [...statuses].filter(([id]) => !before.has(id) && !id.includes('-after-'));
      const count = (of: (status: number) => boolean) => seen.filter(([, status]) => of(status)).length;
      const row = {
        answered: count((status) => status === 200),
        refused: count((status) => status === 503),
        other: count((status) => status !== 200 && status !== 503),
        slowestMs,
        backAfterMs: Date.now() - began,
      };
      rows.set(`${store} ${toxic}`, row);
      const others = seen.filter(([, status]) => status !== 200 && status !== 503);
      expect(others).toEqual([]);
      if (store !== 'MongoDB') expect(row.refused).toBe(0);
    },
    BACK_WITHIN_MS + 60_000,
  );

  it('every change that was acknowledged meanwhile is in the audit log once, and none that was refused', async () => {
    const withStatus = (wanted: number) =>
      [...statuses].filter(([, status]) => status === wanted).map(([id]) => id);
    await expectAudited(product.admin, withStatus(200));
    const counts = await product.admin.audited();
    expect(withStatus(503).filter((id) => counts.has(id))).toEqual([]);
  }, 240_000);
});

/** Changes and reads a page for as long as a connection is disturbed. @returns how long the slowest answer took */
async function work(admin: TenantAdmin, prefix: string, statuses: Map<string, number>): Promise<number> {
  const endsAt = Date.now() + DISTURBED_MS;
  let slowestMs = 0;
  let next = 0;
  const worker = async (): Promise<void> => {
    while (Date.now() < endsAt) {
      const id = `${prefix}-${(next += 1)}`;
      const began = Date.now();
      const { status } = await admin.write(id).catch(() => ({ status: 0 }));
      statuses.set(id, status);
      slowestMs = Math.max(slowestMs, Date.now() - began);
      await sleep(20);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return slowestMs;
}

function tableOf(rows: ReadonlyMap<string, Row>): string {
  const head = ['connection', 'answered', 'refused', 'other', 'slowest', 'back after'];
  const lines = [...rows].map(([name, row]) => [
    name,
    ...[row.answered, row.refused, row.other].map(String),
    ...[row.slowestMs, row.backAfterMs].map((milliseconds) => `${milliseconds} ms`),
  ]);
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .join('\n');
}
