import { type Ctx } from '@siteninja/core';
import { connectMongo } from '@siteninja/mongo';
import { testMongoUri, until } from '@siteninja/testing';
import { type Bus } from '../bus/bus';
import { collect } from '../bus/bus-test-support';
import { type InProcessBus, inProcessBus } from '../bus/in-process-bus';
import { startConsumers } from '../consumer';
import {
  newEvent,
  recordTo,
  rows,
  silentLog,
  type TestDatabase,
  testDatabase,
  waiting,
} from '../test-support';
import { transaction } from '../transaction';
import { outbox } from './outbox';
import { type Relay, startRelay } from './relay';

describe('the relay of the outbox', () => {
  let database: TestDatabase;
  let ctx: Ctx;
  let bus: InProcessBus;
  const relays: Relay[] = [];
  beforeEach(async () => {
    database = await testDatabase([rows.definition]);
    ctx = database.ctx;
    bus = inProcessBus({ log: silentLog(), confirmTimeoutMs: 200, waitForOpen: true });
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await bus.close();
    await database.close();
  });
  const start = (through: Bus | null = bus): Relay => {
    const relay = startRelay({ service: 'content', ctx, bus: through, pollIntervalMs: 60_000 });
    relays.push(relay);
    return relay;
  };
  const record = (count: number, first = 1): Promise<void> =>
    transaction(ctx, (tx) => Promise.resolve(recordTo(tx, count, first)));

  it('the backlog is published in order, in batches of 100, and deleted', async () => {
    for (let first = 1; first <= 450; first += 50) await record(50, first);
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    const sizes: number[] = [];
    const counting: Bus = {
      ...(await silentBus()),
      publish: (events) => {
        sizes.push(events.length);
        return bus.publish(events);
      },
    };
    bus.open();
    start(counting);
    await until(async () => (await waiting(ctx)) === 0);
    expect(seen.map(({ resource }) => resource.version)).toEqual(
      Array.from({ length: 450 }, (_, i) => i + 1),
    );
    expect(sizes).toEqual([100, 100, 100, 100, 50]);
  });

  it('the next batches are published in order while the confirms of the first are awaited', async () => {
    await record(450);
    const published: number[] = [];
    let confirm = (): void => undefined;
    const first = new Promise<void>((resolve) => (confirm = resolve));
    const slow: Bus = {
      ...(await silentBus()),
      publish: async (events) => {
        published.push(...events.map(({ resource }) => resource.version));
        await first;
        return { confirmed: events.map(({ id }) => id) };
      },
    };
    start(slow);
    await until(() => published.length >= 400);
    // No more than that is under way, and nothing is deleted that is not confirmed.
    expect(published).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    expect(await waiting(ctx)).toBe(450);
    confirm();
    await until(async () => (await waiting(ctx)) === 0);
    expect(published).toHaveLength(450);
  });

  it('when the broker is lost in between, only what it confirmed is gone, and the rest is published again', async () => {
    await record(450);
    let calls = 0;
    const confirmed: string[] = [];
    const failing: Bus = {
      ...(await silentBus()),
      publish: (events) => {
        calls += 1;
        if (calls === 2) return Promise.resolve({ confirmed: [], unavailable: new Error('It is gone.') });
        confirmed.push(...events.map(({ id }) => id));
        return Promise.resolve({ confirmed: events.map(({ id }) => id) });
      },
    };
    start(failing);
    await until(async () => (await waiting(ctx)) === 0);
    expect(new Set(confirmed).size).toBe(450);
    expect(confirmed).toHaveLength(450);
  });

  it('an event is published when it is committed, long before the outbox is polled', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    bus.open();
    start();
    for (let version = 1; version <= 5; version++) {
      await record(1, version);
      await until(() => seen.length === version, 5_000);
    }
    await until(async () => (await waiting(ctx)) === 0, 5_000);
  });

  it('while the broker is unavailable changes are committed all the same, and published when it is back', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    const relay = start();
    await record(150);
    await until(async () => (await relay.facts()).waiting === 150);
    expect(await relay.facts()).toMatchObject({ connected: false, waiting: 150 });
    expect((await relay.facts()).backlogSeconds).toBeGreaterThan(0);
    bus.open();
    await until(async () => (await waiting(ctx)) === 0);
    expect(seen).toHaveLength(150);
    expect(await relay.facts()).toEqual({ connected: true, waiting: 0, backlogSeconds: 0 });
  });

  it('an event that cannot be confirmed lets the others pass', async () => {
    await record(3);
    const stuck = (await outbox.in(ctx).find({}, { sort: { _id: 1 } }))[0]?._id;
    const published: string[] = [];
    let mended = false;
    const half: Bus = {
      ...(await silentBus()),
      publish: (events) => {
        const confirmed = events.map(({ id }) => id).filter((id) => mended || id !== stuck);
        published.push(...confirmed);
        return Promise.resolve({ confirmed });
      },
    };
    start(half);
    await until(async () => (await waiting(ctx)) === 1);
    mended = true;
    await until(async () => (await waiting(ctx)) === 0);
    expect(published).toHaveLength(3);
  });

  it('of two processes one publishes, and the other takes over when that stops', async () => {
    const seen: string[][] = [[], []];
    const publishers = await Promise.all(seen.map(remembering));
    for (const publisher of publishers) start(publisher);
    for (let version = 1; version <= 20; version++) await record(1, version);
    await until(async () => (await waiting(ctx)) === 0);
    const [busy, idle] = seen[0]?.length ? [0, 1] : [1, 0];
    expect([seen[busy]?.length, seen[idle]?.length]).toEqual([20, 0]);
    await relays[busy]?.stop();
    await record(1);
    await until(() => seen[idle]?.length === 1);
  });

  it('what another process commits is published by the one with the lease, long before it polls', async () => {
    const other = await connectMongo(testMongoUri(), ctx.db.name, silentLog());
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    bus.open();
    start();
    await record(1);
    await until(() => seen.length === 1);
    const relay = startRelay({ service: 'content', ctx: { ...ctx, db: other }, bus, pollIntervalMs: 60_000 });
    relays.push(relay);
    await transaction({ ...ctx, db: other }, (tx) => Promise.resolve(recordTo(tx, 1, 2)));
    await until(() => seen.length === 2, 5_000);
    await relay.stop();
    await other.close();
  });

  it('what is published twice, because a crash kept it in the outbox, takes effect once', async () => {
    const consumers = await startConsumers({
      service: 'content',
      consumers: [
        {
          name: 'count',
          types: ['page.updated'],
          handle: async (tx) => void (await rows.in(tx).insert({ name: String(tx.causedBy), count: 1 })),
        },
      ],
      bus,
      contextFor: () => ctx,
      log: silentLog(),
    });
    bus.open();
    await record(30);
    const backlog = await outbox.in(ctx).find({});
    const events = backlog.map(({ event }) => event);
    await until(async () => (await bus.publish(events)).confirmed.length === 30);
    expect(await waiting(ctx)).toBe(30);
    start();
    await until(async () => (await waiting(ctx)) === 0);
    expect(await rows.in(ctx).count({})).toBe(30);
    await consumers.close();
  });

  it('no event of a change that was not committed is published', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    bus.open();
    start();
    await transaction(ctx, (tx) => {
      tx.record(newEvent());
      throw new Error('no');
    }).catch(() => undefined);
    await record(1, 7);
    await until(() => seen.length > 0);
    expect(seen.map(({ resource }) => resource.version)).toEqual([7]);
  });
});

/** A broker that takes all and remembers the ids. */
async function remembering(ids: string[]): Promise<Bus> {
  return {
    ...(await silentBus()),
    publish: (events) => {
      ids.push(...events.map(({ id }) => id));
      return Promise.resolve({ confirmed: events.map(({ id }) => id) });
    },
  };
}

function silentBus(): Promise<Bus> {
  return Promise.resolve({
    kind: 'in-process',
    announce: () => undefined,
    onAnnounced: () => undefined,
    publish: () => Promise.resolve({ confirmed: [] }),
    subscribe: () => Promise.resolve({ close: () => Promise.resolve() }),
    healthy: () => Promise.resolve(true),
    countDeadLetters: () => Promise.resolve({ unrouted: 0, byQueue: {} }),
    close: () => Promise.resolve(),
  });
}
