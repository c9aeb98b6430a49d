import { type DomainEvent } from '@siteninja/contracts';
import { type Ctx } from '@siteninja/core';
import { until } from '@siteninja/testing';
import { type BatchHandler, type Bus, type Delivery } from './bus/bus';
import { someEvents } from './bus/bus-test-support';
import { type InProcessBus, inProcessBus } from './bus/in-process-bus';
import { type Consumer, startConsumers } from './consumer';
import { outbox } from './outbox/outbox';
import { newEvent, rows, silentLog, type TestDatabase, testDatabase } from './test-support';

describe('consumers', () => {
  let database: TestDatabase;
  let ctx: Ctx;
  let bus: InProcessBus;
  const closing: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    database = await testDatabase([rows.definition]);
    ctx = database.ctx;
    bus = inProcessBus({ log: silentLog(), confirmWithin: 10_000 });
  });
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((consumers) => consumers.close()));
    await bus.close();
    await database.close();
  });
  const start = async (consumer: Consumer, through: Bus = bus): Promise<void> => {
    const options = { service: 'content', bus: through, contextFor: () => ctx, log: silentLog() };
    closing.push(await startConsumers({ ...options, consumers: [consumer], pauses: [10, 20, 40] }));
  };
  /** Leaves a row for each event. */
  const noting = (more: Partial<Consumer> = {}): Consumer => ({
    name: 'note',
    types: ['page.updated'],
    handle: async (tx, event) => void (await rows.in(tx).insert({ name: event.id, count: 1 })),
    ...more,
  });
  const noted = (): Promise<number> => rows.across(ctx).count({});

  it('handles an event as the system, in its tenant, and as its cause', async () => {
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

  it('gives each event one effect, however often and in whatever company it comes', async () => {
    await start(noting());
    const events = someEvents(120);
    await bus.publish(events);
    await bus.publish(events.slice(0, 60));
    await bus.publish([...events.slice(100), ...someEvents(5)]);
    expect(await noted()).toBe(125);
  });

  it('gives an event to each consumer of a service', async () => {
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

  it('commits a batch at once', async () => {
    let sessions = new Set<unknown>();
    await start(noting({ handle: (tx) => Promise.resolve(void sessions.add(tx.session)) }));
    await bus.publish(someEvents(100));
    expect(sessions.size).toBe(1);
    sessions = new Set();
  });

  it('handles a batch one by one when one of it fails, and parks that one after its tries', async () => {
    let tries = 0;
    await start(
      noting({
        handle: async (tx, event) => {
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
    // Once with the batch, once alone, and after each of the three pauses.
    expect(tries).toBe(5);
    expect(bus.deadLetters('content.note').map((body) => JSON.parse(body).resource.version)).toEqual([50]);
  });

  it('lets the rest flow while one event waits for its next try', async () => {
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

  it('parks at once what is no event, and skips what it did not ask for', async () => {
    const fates: string[] = [];
    const deliver = handing(fates);
    await start(noting(), deliver.bus);
    const foreign = someEvents(1).map((event): DomainEvent => ({ ...event, type: 'user.joined' }));
    const good = someEvents(1);
    const bodies = [
      'no json',
      '[]',
      '{"id":"x"}',
      ...[...foreign, ...good].map((event) => JSON.stringify(event)),
    ];
    await deliver.handle(bodies);
    expect(fates).toEqual(['parked 0', 'parked 1', 'parked 2', 'done 3', 'done 4']);
    expect(await noted()).toBe(1);
  });

  it('waits for a database that is away, and parks nothing for it', async () => {
    let away = true;
    let refusals = 0;
    const get = (db: Ctx['db'], name: string | symbol): unknown => {
      if (!away) return bound(db, name);
      refusals += 1;
      throw new Error(`away: ${String(name)}`);
    };
    const flaky = { ...ctx, db: new Proxy(ctx.db, { get }) };
    const options = { service: 'content', bus, log: silentLog(), pauses: [] };
    closing.push(await startConsumers({ ...options, consumers: [noting()], contextFor: () => flaky }));
    const publishing = bus.publish(someEvents(2));
    await until(() => refusals >= 3);
    away = false;
    await publishing;
    expect(await noted()).toBe(2);
    expect(bus.deadLetters('content.note')).toEqual([]);
  });
});

function bound(db: Ctx['db'], name: string | symbol): unknown {
  const value: unknown = Reflect.get(db, name);
  return typeof value === 'function' ? value.bind(db) : value;
}

/** A bus that hands over what the test says, and tells what became of it. */
function handing(fates: string[]): { bus: Bus; handle(bodies: string[]): Promise<void> } {
  let handler: BatchHandler = () => Promise.resolve();
  const deliveryOf = (body: string, index: number): Delivery => ({
    body,
    redelivered: false,
    done: () => void fates.push(`done ${index}`),
    park: () => void fates.push(`parked ${index}`),
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
