import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import { type DomainEvent, newId } from '@siteninja/core';
import { connect } from 'amqplib';
import { connectAmqpBus } from './amqp-bus';
import { type Bus, type Delivery, type QueueDefinition } from './bus';
import { inProcessBus } from './in-process-bus';
import { silentLog, uniquePrefix, until } from './test-support';

// eslint-disable-next-line no-restricted-properties -- where jest's global set-up says what it started
const amqpUrl = process.env.TEST_RABBITMQ_URL;

/** A bus under test, and what only its own world can do to it. */
interface World {
  bus: Bus;
  close(): Promise<void>;
}

const FAST = { limit: 3, pause: 20 };

const worlds: [string, () => Promise<World>][] = [
  [
    'in-process',
    () => {
      const bus = inProcessBus({ log: silentLog(), redelivery: FAST, confirmWithin: 300 });
      return Promise.resolve({ bus, close: () => bus.close() });
    },
  ],
];
if (amqpUrl) worlds.push(['amqp', () => amqpWorld(amqpUrl)]);
else {
  it.skip('the bus on RabbitMQ: set TEST_RABBITMQ_URL, such as amqp://guest:guest@127.0.0.1:5672', () =>
    undefined);
}

describe.each(worlds)('the %s bus', (_, start) => {
  let world: World;
  let bus: Bus;
  beforeEach(async () => {
    world = await start();
    bus = world.bus;
  });
  afterEach(() => world.close());

  it('confirms what every bound queue has, and delivers it to each, in order', async () => {
    const pages = await collect(bus, { name: 'a.pages', types: ['page.updated'] });
    const all = await collect(bus, { name: 'b.all', types: ['#'] });
    const events = someEvents(250);
    const { confirmed, away } = await bus.publish(events);
    expect(away).toBeUndefined();
    expect([...confirmed].sort()).toEqual(events.map(({ id }) => id).sort());
    await until('all are there', () => pages.length === 250 && all.length === 250);
    expect(pages).toEqual(events);
    expect(all).toEqual(events);
  });

  it('delivers in batches of 100 at most, one after the other', async () => {
    const sizes: number[] = [];
    let atWork = 0;
    await bus.subscribe({ name: 'a.all', types: ['#'] }, async (batch) => {
      atWork += 1;
      expect(atWork).toBe(1);
      sizes.push(batch.length);
      await new Promise((go) => setTimeout(go, 10));
      for (const delivery of batch) delivery.done();
      atWork -= 1;
    });
    await bus.publish(someEvents(350));
    await until('all are there', () => sum(sizes) === 350);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes.length).toBeLessThan(100);
  });

  it('keeps for a queue what comes while nobody subscribes to it', async () => {
    const queue: QueueDefinition = { name: 'a.all', types: ['#'] };
    const first = await bus.subscribe(queue, () => Promise.resolve());
    await first.close();
    const events = someEvents(3);
    await bus.publish(events);
    const seen = await collect(bus, queue);
    await until('all are there', () => seen.length === 3);
    expect(seen).toEqual(events);
  });

  it('delivers again what was left unsettled', async () => {
    const queue: QueueDefinition = { name: 'a.all', types: ['#'] };
    let got = 0;
    const first = await bus.subscribe(queue, (batch) => {
      got += batch.length;
      return Promise.resolve();
    });
    const publishing = bus.publish(someEvents(2));
    await until('they came', () => got === 2);
    await first.close();
    const redelivered: boolean[] = [];
    await bus.subscribe(queue, (batch) => {
      for (const delivery of batch) {
        redelivered.push(delivery.redelivered);
        delivery.done();
      }
      return Promise.resolve();
    });
    await until('they came again', () => redelivered.length === 2);
    expect(redelivered).toEqual([true, true]);
    await publishing;
  });

  it('delivers again after a pause when the handler throws, and parks what never succeeds', async () => {
    const times: number[] = [];
    const others: string[] = [];
    await bus.subscribe({ name: 'a.all', types: ['#'] }, (batch) => {
      for (const delivery of batch) {
        if (delivery.body.includes('poison')) times.push(Date.now());
        else settleInto(others, delivery);
      }
      if (batch.some(({ body }) => body.includes('poison'))) throw new Error('poison');
      return Promise.resolve();
    });
    const [poison, ...rest] = someEvents(6);
    await bus.publish([{ ...known(poison), data: { poison: true } }, ...rest]);
    await until('it is parked', async () => (await bus.parked()).dead['a.all'] === 1);
    expect(others).toHaveLength(5);
    expect(times).toHaveLength(1 + FAST.limit);
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(FAST.pause - 5);
  });

  it('parks at once what the consumer rejects, and lets the rest pass', async () => {
    const seen: string[] = [];
    await bus.subscribe({ name: 'a.all', types: ['#'] }, (batch) => {
      for (const delivery of batch) {
        if (delivery.body.includes('Version 2')) delivery.park();
        else settleInto(seen, delivery);
      }
      return Promise.resolve();
    });
    const { confirmed } = await bus.publish(someEvents(3));
    expect(confirmed).toHaveLength(3);
    await until('it is parked', async () => (await bus.parked()).dead['a.all'] === 1);
    expect(seen).toHaveLength(2);
  });

  it('confirms and counts an event that no queue is bound to', async () => {
    await bus.subscribe({ name: 'a.users', types: ['user.joined'] }, () => Promise.resolve());
    const { confirmed } = await bus.publish(someEvents(2));
    expect(confirmed).toHaveLength(2);
    await until('they are counted', async () => (await bus.parked()).unrouted === 2);
  });

  it('gives all to one subscriber of a single-active queue, and to the next when that one leaves', async () => {
    const queue: QueueDefinition = { name: 'a.one', types: ['#'], singleActive: true };
    const seen: string[] = [];
    const take = (who: string) => (batch: readonly Delivery[]) => {
      for (const delivery of batch) {
        seen.push(who);
        delivery.done();
      }
      return Promise.resolve();
    };
    const first = await bus.subscribe(queue, take('first'));
    await bus.subscribe(queue, take('second'));
    await bus.publish(someEvents(20));
    await until('the first has all', () => seen.length === 20);
    await first.close();
    await bus.publish(someEvents(1));
    await until('the second has one', () => seen.length === 21);
    expect(seen).toEqual([...Array.from({ length: 20 }, () => 'first'), 'second']);
  });

  it('publishes nothing once it is closed', async () => {
    await bus.close();
    expect(await bus.healthy()).toBe(false);
    const { confirmed, away } = await bus.publish(someEvents(1));
    expect(confirmed).toEqual([]);
    expect(away).toBeInstanceOf(Error);
  });
});

(amqpUrl ? describe : describe.skip)('the amqp bus, its broker lost and found', () => {
  const prefix = uniquePrefix();
  let proxy: Proxy;
  let bus: Bus;
  beforeEach(async () => {
    proxy = await startProxy(new URL(String(amqpUrl)));
    bus = await connectAmqpBus(proxy.url, { log: silentLog(), prefix, redelivery: FAST });
  });
  afterEach(async () => {
    await bus.close();
    await proxy.stop();
    await removeAll(String(amqpUrl), prefix);
  });

  it('says so at once, and goes on by itself', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    await bus.publish(someEvents(1));
    await until('one is there', () => seen.length === 1);
    await proxy.cut();
    await until('it is noticed', async () => !(await bus.healthy()));
    expect((await bus.publish(someEvents(1))).away).toBeInstanceOf(Error);
    await proxy.listen();
    await until('it is back', () => bus.healthy());
    expect((await bus.publish(someEvents(1))).confirmed).toHaveLength(1);
    await until('the next is there', () => seen.length === 2);
  });

  it('tells which of a window were confirmed when the connection is cut in the middle', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    const events = someEvents(2_000);
    const publishing = bus.publish(events);
    await proxy.cut();
    const { confirmed, away } = await publishing;
    expect(away).toBeInstanceOf(Error);
    await proxy.listen();
    await until('it is back', () => bus.healthy());
    const ids = new Set(confirmed);
    await bus.publish(events.filter(({ id }) => !ids.has(id)));
    await until('all are there', () => new Set(seen.map(({ id }) => id)).size === 2_000);
  });

  it('comes up without a broker, and declares what was asked for when there is one', async () => {
    await bus.close();
    await proxy.cut();
    const starting = connectAmqpBus(proxy.url, { log: silentLog(), prefix, redelivery: FAST });
    bus = await starting;
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    await proxy.listen();
    await until('it is there', () => bus.healthy());
    await bus.publish(someEvents(1));
    await until('one is there', () => seen.length === 1);
  });

  it('notices an event that the broken topology has no place for, and mends that on the next connection', async () => {
    const own = await connect(String(amqpUrl));
    const channel = await own.createChannel();
    await channel.unbindQueue(`${prefix}siteninja.unrouted`, `${prefix}siteninja.unrouted`, '');
    const { confirmed, away } = await bus.publish(someEvents(1));
    expect(confirmed).toEqual([]);
    expect(away).toBeUndefined();
    await proxy.cut();
    await proxy.listen();
    await until('it is back', () => bus.healthy());
    await until('it is mended', async () => (await bus.publish(someEvents(1))).confirmed.length === 1);
    await own.close();
  });

  it('consumes again when the broker ends a consumer by deleting its queue', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    const own = await connect(String(amqpUrl));
    const channel = await own.createChannel();
    await channel.deleteQueue(`${prefix}a.all`);
    await own.close();
    await until('an event arrives', async () => {
      await bus.publish(someEvents(1));
      return seen.length > 0;
    });
  });
});

async function amqpWorld(url: string): Promise<World> {
  const prefix = uniquePrefix();
  const bus = await connectAmqpBus(url, { log: silentLog(), prefix, redelivery: FAST });
  return {
    bus,
    close: async () => {
      await bus.close();
      await removeAll(url, prefix);
    },
  };
}

/** Takes off the broker whatever these tests declare. */
async function removeAll(url: string, prefix: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  for (const name of [
    'siteninja.unrouted',
    ...['a.pages', 'b.all', 'a.all', 'a.users', 'a.one'].flatMap(both),
  ]) {
    await channel.deleteQueue(prefix + name);
  }
  for (const name of ['events', 'dead', 'unrouted'])
    await channel.deleteExchange(`${prefix}siteninja.${name}`);
  await connection.close();
}

const both = (name: string): string[] => [name, `${name}.dead`];

interface Proxy {
  url: string;
  listen(): Promise<void>;
  /** Ends all connections, and takes no new ones. */
  cut(): Promise<void>;
  stop(): Promise<void>;
}

/** A way to the broker that can be cut. */
async function startProxy(target: URL): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connectTcp(Number(target.port || 5672), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  let port = 0;
  const listen = async (): Promise<void> => {
    await new Promise<void>((go) => server.listen(port, '127.0.0.1', go));
    const address = server.address();
    if (typeof address === 'object' && address) port = address.port;
  };
  const cut = async (): Promise<void> => {
    const closed = new Promise((go) => server.close(go));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen();
  const url = new URL(target);
  url.host = `127.0.0.1:${port}`;
  return { url: url.href, listen, cut, stop: () => (server.listening ? cut() : Promise.resolve()) };
}

function someEvents(count: number): DomainEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: newId(),
    type: 'page.updated',
    version: 1,
    occurredAt: new Date().toISOString(),
    tenantId: 't1',
    actor: { type: 'system' },
    requestId: null,
    resource: { type: 'page', id: 'p1', version: index + 1 },
    data: { title: `Version ${index + 1}`, text: 'naïve 👋' },
  }));
}

/** Subscribes, settles all, and remembers it. */
async function collect(bus: Bus, queue: QueueDefinition): Promise<DomainEvent[]> {
  const seen: DomainEvent[] = [];
  await bus.subscribe(queue, (batch) => {
    for (const delivery of batch) {
      seen.push(JSON.parse(delivery.body));
      delivery.done();
    }
    return Promise.resolve();
  });
  return seen;
}

function settleInto(seen: string[], delivery: Delivery): void {
  seen.push(delivery.body);
  delivery.done();
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is none.');
  return value;
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
