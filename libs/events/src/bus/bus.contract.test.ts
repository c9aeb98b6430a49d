import { deleteTopology, TEST_QUEUES_EXPIRE_SECONDS, until } from '@siteninja/testing';
import { connectAmqpBus } from './amqp/amqp-bus';
import { type Bus, type Delivery, type QueueDefinition, REDELIVERY, redeliveryDelayMs } from './bus';
import { inProcessBus } from './in-process-bus';
import { collect, someEvents, TEST_QUEUES } from './bus-test-support';
import { silentLog, uniquePrefix } from '../test-support';

const amqpUrl = process.env.TEST_RABBITMQ_URL;

/** A bus under test, and what only its own world can do to it. */
interface World {
  bus: Bus;
  close(): Promise<void>;
}

const FAST = { limit: 3, delayMs: 20 };

const worlds: [string, () => Promise<World>][] = [
  [
    'in-process',
    () => {
      const bus = inProcessBus({ log: silentLog(), redelivery: FAST, confirmTimeoutMs: 300 });
      return Promise.resolve({ bus, close: () => bus.close() });
    },
  ],
];
if (amqpUrl) worlds.push(['amqp', () => amqpWorld(amqpUrl)]);
else {
  it.skip('the bus on RabbitMQ: set TEST_RABBITMQ_URL, such as amqp://guest:guest@127.0.0.1:5672', () =>
    undefined);
}

describe.each(worlds)('on the %s bus', (_, start) => {
  let world: World;
  let bus: Bus;
  beforeEach(async () => {
    world = await start();
    bus = world.bus;
  });
  afterEach(() => world.close());

  it('an event is confirmed when every bound queue has it, and delivered to each of them in order', async () => {
    const pages = await collect(bus, { name: 'a.pages', types: ['page.updated'] });
    const all = await collect(bus, { name: 'b.all', types: ['#'] });
    const events = someEvents(250);
    const { confirmed, unavailable } = await bus.publish(events);
    expect(unavailable).toBeUndefined();
    expect([...confirmed].sort()).toEqual(events.map(({ id }) => id).sort());
    await until(() => pages.length === 250 && all.length === 250);
    expect(pages).toEqual(events);
    expect(all).toEqual(events);
  });

  it('events are delivered in batches of 100 at most, one after the other', async () => {
    const sizes: number[] = [];
    let atWork = 0;
    await bus.subscribe({ name: 'a.all', types: ['#'] }, async (batch) => {
      atWork += 1;
      expect(atWork).toBe(1);
      sizes.push(batch.length);
      await new Promise((go) => setTimeout(go, 10));
      for (const delivery of batch) delivery.ack();
      atWork -= 1;
    });
    await bus.publish(someEvents(350));
    await until(() => sum(sizes) === 350);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes.length).toBeLessThan(100);
  });

  it('a queue keeps what comes while nobody subscribes to it', async () => {
    const queue: QueueDefinition = { name: 'a.all', types: ['#'] };
    const first = await bus.subscribe(queue, () => Promise.resolve());
    await first.close();
    const events = someEvents(3);
    await bus.publish(events);
    const seen = await collect(bus, queue);
    await until(() => seen.length === 3);
    expect(seen).toEqual(events);
  });

  it('what a subscriber left unacknowledged is delivered to the next one', async () => {
    const queue: QueueDefinition = { name: 'a.all', types: ['#'] };
    let got = 0;
    const first = await bus.subscribe(queue, (batch) => {
      got += batch.length;
      return Promise.resolve();
    });
    const events = someEvents(2);
    const publishing = bus.publish(events);
    await until(() => got === 2);
    await first.close();
    const again = await collect(bus, queue);
    await until(() => again.length === 2);
    expect(again).toEqual(events);
    await publishing;
  });

  it('what is left unacknowledged among others is delivered to the next subscriber, and the others are not', async () => {
    const queue: QueueDefinition = { name: 'a.all', types: ['#'] };
    const left = new Set([3, 7, 8, 20]);
    let got = 0;
    const first = await bus.subscribe(queue, (batch) => {
      got += batch.length;
      // Newest first: the order of acknowledgements says nothing.
      for (const { body, ack, deadLetter } of [...batch].reverse()) {
        const { version } = JSON.parse(body).resource;
        if (version === 5) deadLetter();
        else if (!left.has(version)) ack();
      }
      return Promise.resolve();
    });
    const publishing = bus.publish(someEvents(20));
    await until(() => got === 20);
    await first.close();
    const again = await collect(bus, queue);
    await until(() => again.length === left.size);
    await bus.publish(someEvents(1));
    await until(() => again.length === left.size + 1);
    expect(again.map(({ resource }) => resource.version).sort((a, b) => a - b)).toEqual([1, ...left]);
    await publishing;
  });

  it('an event whose handler throws is delivered again after a delay, and dead-lettered when it never succeeds', async () => {
    let deliveries = 0;
    const others: string[] = [];
    await bus.subscribe({ name: 'a.all', types: ['#'] }, (batch) => {
      for (const delivery of batch) {
        if (delivery.body.includes('poison')) deliveries += 1;
        else settleInto(others, delivery);
      }
      if (batch.some(({ body }) => body.includes('poison'))) throw new Error('poison');
      return Promise.resolve();
    });
    const [poison, ...rest] = someEvents(6);
    await bus.publish([{ ...known(poison), data: { poison: true } }, ...rest]);
    await until(async () => (await bus.countDeadLetters()).byQueue['a.all'] === 1);
    expect(others).toHaveLength(5);
    expect(deliveries).toBe(1 + FAST.limit);
  });

  it('an event that its consumer dead-letters is gone at once, and the others pass', async () => {
    const seen: string[] = [];
    await bus.subscribe({ name: 'a.all', types: ['#'] }, (batch) => {
      for (const delivery of batch) {
        if (delivery.body.includes('Version 2')) delivery.deadLetter();
        else settleInto(seen, delivery);
      }
      return Promise.resolve();
    });
    const { confirmed } = await bus.publish(someEvents(3));
    expect(confirmed).toHaveLength(3);
    await until(async () => (await bus.countDeadLetters()).byQueue['a.all'] === 1);
    expect(seen).toHaveLength(2);
  });

  it('an event that no queue is bound to is confirmed and counted', async () => {
    await bus.subscribe({ name: 'a.users', types: ['user.updated'] }, () => Promise.resolve());
    const { confirmed } = await bus.publish(someEvents(2));
    expect(confirmed).toHaveLength(2);
    await until(async () => (await bus.countDeadLetters()).unrouted === 2);
  });

  it('a single-active queue gives everything to one subscriber, and to the next one when that leaves', async () => {
    const queue: QueueDefinition = { name: 'a.one', types: ['#'], singleActive: true };
    const seen: string[] = [];
    const take = (who: string) => (batch: readonly Delivery[]) => {
      for (const delivery of batch) {
        seen.push(who);
        delivery.ack();
      }
      return Promise.resolve();
    };
    const first = await bus.subscribe(queue, take('first'));
    await bus.subscribe(queue, take('second'));
    await bus.publish(someEvents(20));
    await until(() => seen.length === 20);
    await first.close();
    await bus.publish(someEvents(1));
    await until(() => seen.length === 21);
    expect(seen).toEqual([...Array.from({ length: 20 }, () => 'first'), 'second']);
  });

  it('what is announced for a service is heard by those who listen for it, and by no others', async () => {
    const heard = { content: 0, asset: 0 };
    bus.onAnnounced('content', () => (heard.content += 1));
    bus.onAnnounced('asset', () => (heard.asset += 1));
    await until(() => {
      bus.announce('content');
      return heard.content > 0;
    });
    expect(heard.asset).toBe(0);
  });

  it('nothing is published once the bus is closed', async () => {
    await bus.close();
    expect(await bus.healthy()).toBe(false);
    const { confirmed, unavailable } = await bus.publish(someEvents(1));
    expect(confirmed).toEqual([]);
    expect(unavailable).toBeInstanceOf(Error);
  });
});

it('the delay before a redelivery doubles each time, up to 30 s', () => {
  const delays = [0, 1, 2, 7, 8, 50].map((redeliveries) => redeliveryDelayMs(REDELIVERY, redeliveries));
  expect(delays).toEqual([200, 400, 800, 25_600, 30_000, 30_000]);
});

async function amqpWorld(url: string): Promise<World> {
  const prefix = uniquePrefix();
  const expiresMs = TEST_QUEUES_EXPIRE_SECONDS * 1_000;
  const bus = await connectAmqpBus(url, { log: silentLog(), prefix, redelivery: FAST, expiresMs });
  return {
    bus,
    close: async () => {
      await bus.close();
      await deleteTopology(url, prefix, TEST_QUEUES);
    },
  };
}

function settleInto(seen: string[], delivery: Delivery): void {
  seen.push(delivery.body);
  delivery.ack();
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is none.');
  return value;
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
