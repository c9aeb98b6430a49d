import { type DomainEvent } from '@siteninja/contracts';
import { type Ctx, unavailable } from '@siteninja/core';
import { until } from '@siteninja/testing';
import { type BatchHandler, type Bus, type Delivery } from './bus/bus';
import { someEvents } from './bus/bus-test-support';
import { type InProcessBus, inProcessBus } from './bus/in-process-bus';
import { startConsumers } from './consumer';
import { type AnyConsumer, type Consumer } from './consumer-definition';
import { outbox } from './outbox/outbox';
import { newEvent, rows, silentLog, type TestDatabase, testDatabase } from './test-support';

describe('consumers of events', () => {
  let database: TestDatabase;
  let ctx: Ctx;
  let bus: InProcessBus;
  const closing: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    database = await testDatabase([rows.definition]);
    ctx = database.ctx;
    bus = inProcessBus({ log: silentLog(), confirmTimeoutMs: 10_000 });
  });
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((consumers) => consumers.close()));
    await bus.close();
    await database.close();
  });
  const start = async (consumer: AnyConsumer, through: Bus = bus): Promise<void> => {
    const options = { service: 'content', bus: through, contextFor: () => ctx, log: silentLog() };
    closing.push(await startConsumers({ ...options, consumers: [consumer], retryDelaysMs: [10, 20, 40] }));
  };
  /** Leaves a row for each event. */
  const noting = (more: Partial<Consumer> = {}): Consumer => ({
    name: 'note',
    types: ['page.updated'],
    handle: async (tx, event) => void (await rows.in(tx).insert({ name: event.id, count: 1 })),
    ...more,
  });
  const noted = (): Promise<number> => rows.across(ctx).count({});

  it('an event is handled as the system, in its own tenant, and is the cause of what is recorded', async () => {
    const seen: Ctx[] = [];
    await start(
      noting({
        handle: (tx) => {
          seen.push(tx);
          tx.record(newEvent());
          return Promise.resolve();
        },
      }),
    );
    const [event] = someEvents(1);
    await bus.publish(event ? [{ ...event, tenantId: 't7' }] : []);
    expect(seen[0]).toMatchObject({ tenantId: 't7', causedBy: event?.id, request: null });
    expect(seen[0]?.caller.type).toBe('system');
    const [recorded] = await outbox.in(ctx).find({});
    expect(recorded?.event).toMatchObject({ tenantId: 't7', causedBy: event?.id, actor: { type: 'system' } });
  });

  it('an event takes effect once, however often and in whatever batch it is delivered', async () => {
    await start(noting());
    const events = someEvents(120);
    await bus.publish(events);
    await bus.publish(events.slice(0, 60));
    await bus.publish([...events.slice(100), ...someEvents(5)]);
    expect(await noted()).toBe(125);
  });

  it('an event is handled by every consumer of a service that asked for it', async () => {
    await start(noting());
    await start(
      noting({
        name: 'other',
        handle: async (tx, { id }) => void (await rows.in(tx).insert({ name: `o${id}`, count: 1 })),
      }),
    );
    await bus.publish(someEvents(3));
    expect(await noted()).toBe(6);
  });

  it('a batch is committed in one transaction', async () => {
    const sessions = new Set<unknown>();
    await start(noting({ handle: (tx) => Promise.resolve(void sessions.add(tx.session)) }));
    await bus.publish(someEvents(100));
    expect(sessions.size).toBe(1);
  });

  it('a consumer of batches gets all that arrived together, each event once, and one that it cannot handle alone', async () => {
    const sizes: number[] = [];
    await start({
      name: 'note',
      types: ['page.updated'],
      handleBatch: async (tx, events) => {
        sizes.push(events.length);
        expect(tx.tenantId).toBeNull();
        const notes = events.map(({ event }) => ({ tenantId: 't1', name: event.id, count: 1 }));
        await rows.across(tx).insertMany(notes);
        if (events.some(({ event }) => event.resource.version === 50)) throw new Error('poison');
      },
    });
    const events = someEvents(100);
    expect((await bus.publish([...events, ...events.slice(0, 20)])).confirmed).toHaveLength(120);
    expect(await noted()).toBe(99);
    expect(sizes[0]).toBe(100);
    expect(bus.deadLetters('content.note').map((body) => JSON.parse(body).resource.version)).toEqual([50]);
  });

  it('one event that cannot be handled is isolated in few transactions, and dead-lettered after its retries', async () => {
    const sessions = new Set<unknown>();
    let tries = 0;
    await start(
      noting({
        handle: async (tx, event) => {
          sessions.add(tx.session);
          await rows.in(tx).insert({ name: event.id, count: 1 });
          if (event.resource.version !== 50) return;
          tries += 1;
          throw new Error('poison');
        },
      }),
    );
    const { confirmed } = await bus.publish(someEvents(100));
    expect(confirmed).toHaveLength(100);
    expect(await noted()).toBe(99);
    // 100 are halved seven times until it is alone; then come the three retries.
    expect(tries).toBeLessThanOrEqual(1 + 7 + 3);
    // With each of the seven halves goes another one, which succeeds.
    expect(sessions.size).toBeLessThanOrEqual(1 + 2 * 7 + 3);
    expect(bus.deadLetters('content.note').map((body) => JSON.parse(body).resource.version)).toEqual([50]);
  });

  it('a batch that clashes once is committed in one transaction at the next try', async () => {
    const sessions = new Set<unknown>();
    await start(
      noting({
        handle: async (tx, event) => {
          await rows.in(tx).insert({ name: event.id, count: 1 });
          sessions.add(tx.session);
          if (sessions.size === 1) throw unavailable('database.busy', 'busy', named('MongoNetworkError'));
        },
      }),
    );
    await bus.publish(someEvents(100));
    expect(await noted()).toBe(100);
    expect(sessions.size).toBe(2);
  });

  it('a batch that clashes several times is not handled event by event, and the batches after it are whole', async () => {
    const sizes = new Map<unknown, number>();
    const deliver = handing([]);
    await start(
      noting({
        handle: async (tx, event) => {
          sizes.set(tx.session, (sizes.get(tx.session) ?? 0) + 1);
          await rows.in(tx).insert({ name: event.id, count: 1 });
          if (sizes.size <= 6) throw unavailable('database.busy', 'busy', named('MongoNetworkError'));
        },
      }),
      deliver.bus,
    );
    const events = someEvents(300).map((event) => JSON.stringify(event));
    for (let first = 0; first < 300; first += 100) await deliver.handle(events.slice(first, first + 100));
    expect(await noted()).toBe(300);
    // Four tries of the whole, three of its first half; then both halves, and the other batches.
    expect([...sizes.values()].slice(6)).toEqual([50, 50, 100, 100]);
  });

  it('an event that meets a busy database longer than its retries last is not dead-lettered', async () => {
    let tries = 0;
    await start(
      noting({
        handle: async (tx, event) => {
          tries += 1;
          if (tries <= 25) throw unavailable('database.busy', 'busy', named('MongoNetworkError'));
          await rows.in(tx).insert({ name: event.id, count: 1 });
        },
      }),
    );
    await bus.publish(someEvents(1));
    await until(async () => (await noted()) === 1);
    expect(bus.deadLetters('content.note')).toEqual([]);
  });

  it('a backlog that is delivered again after a lost connection costs a healthy backlog twice at most', async () => {
    const sessions = new Set<unknown>();
    const deliver = handing([]);
    await start(
      noting({
        handle: async (tx, event) => {
          sessions.add(tx.session);
          await rows.in(tx).insert({ name: event.id, count: 1 });
        },
      }),
      deliver.bus,
    );
    const events = someEvents(300).map((event) => JSON.stringify(event));
    // Half of the first batch was committed before the connection was lost; its acknowledgements were not sent.
    await deliver.handle(events.slice(0, 50));
    sessions.clear();
    for (let first = 0; first < 300; first += 100) await deliver.handle(events.slice(first, first + 100));
    expect(await noted()).toBe(300);
    expect(sessions.size).toBe(3);
  });

  it('an event that waits for its retry lets the others pass', async () => {
    let healed = false;
    await start(
      noting({
        handle: async (tx, event) => {
          if (event.resource.version === 1 && !healed) throw new Error('not yet');
          await rows.in(tx).insert({ name: event.id, count: 1 });
        },
      }),
    );
    const publishing = bus.publish(someEvents(10));
    await until(async () => (await noted()) === 9);
    healed = true;
    await publishing;
    expect(await noted()).toBe(10);
    expect(bus.deadLetters('content.note')).toEqual([]);
  });

  it('a message that is no event is dead-lettered at once, and an event of a type that was not asked for is skipped', async () => {
    const fates: string[] = [];
    const deliver = handing(fates);
    await start(noting(), deliver.bus);
    const foreign = someEvents(1).map((event): DomainEvent => ({ ...event, type: 'user.updated' }));
    const good = someEvents(1);
    const bodies = [
      'no json',
      '[]',
      '{"id":"x"}',
      ...[...foreign, ...good].map((event) => JSON.stringify(event)),
    ];
    await deliver.handle(bodies);
    expect(fates).toEqual(['dead-lettered 0', 'dead-lettered 1', 'dead-lettered 2', 'acked 3', 'acked 4']);
    expect(await noted()).toBe(1);
  });

  it('while the database is unavailable consumers wait for it, and dead-letter nothing', async () => {
    let isUnavailable = true;
    let refusals = 0;
    const get = (db: Ctx['db'], name: string | symbol): unknown => {
      if (!isUnavailable) return bound(db, name);
      refusals += 1;
      throw new Error(`unavailable: ${String(name)}`);
    };
    const flaky = { ...ctx, db: new Proxy(ctx.db, { get }) };
    const options = { service: 'content', bus, log: silentLog(), retryDelaysMs: [] };
    closing.push(await startConsumers({ ...options, consumers: [noting()], contextFor: () => flaky }));
    const publishing = bus.publish(someEvents(2));
    await until(() => refusals >= 3);
    isUnavailable = false;
    await publishing;
    expect(await noted()).toBe(2);
    expect(bus.deadLetters('content.note')).toEqual([]);
  });
});

const named = (name: string): Error => Object.assign(new Error('It failed.'), { name });

function bound(db: Ctx['db'], name: string | symbol): unknown {
  const value: unknown = Reflect.get(db, name);
  return typeof value === 'function' ? value.bind(db) : value;
}

/** A bus that hands over what the test says, and tells what became of it. */
function handing(fates: string[]): { bus: Bus; handle(bodies: string[]): Promise<void> } {
  let handler: BatchHandler = () => Promise.resolve();
  const deliveryOf = (body: string, index: number): Delivery => ({
    body,
    ack: () => void fates.push(`acked ${index}`),
    deadLetter: () => void fates.push(`dead-lettered ${index}`),
  });
  const real = inProcessBus({ log: silentLog() });
  return {
    bus: Object.assign(real, {
      subscribe: (_: unknown, handle: BatchHandler) => {
        handler = handle;
        return Promise.resolve({ close: () => Promise.resolve() });
      },
    }),
    handle: (bodies) => handler(bodies.map(deliveryOf)),
  };
}
