import { isOverWithin } from '@siteninja/core';
import { deleteTopology, TcpProxy, TEST_QUEUES_EXPIRE_SECONDS, until } from '@siteninja/testing';
import { connect } from 'amqplib';
import { connectAmqpBus } from './amqp-bus';
import { type Bus } from '../bus';
import { collect, someEvents, TEST_QUEUES } from '../bus-test-support';
import { silentLog, uniquePrefix } from '../../test-support';

const amqpUrl = process.env.TEST_RABBITMQ_URL;
const FAST = { limit: 3, delayMs: 20 };

(amqpUrl ? describe : describe.skip)('on a RabbitMQ whose connections are cut', () => {
  const prefix = uniquePrefix();
  const expiresMs = TEST_QUEUES_EXPIRE_SECONDS * 1_000;
  const options = { log: silentLog(), prefix, redelivery: FAST, expiresMs };
  let proxy: TcpProxy;
  let bus: Bus;
  beforeEach(async () => {
    proxy = await new TcpProxy(String(amqpUrl)).listen();
    bus = await connectAmqpBus(proxy.url, options);
  });
  afterEach(async () => {
    await bus.close();
    await proxy.close();
    await deleteTopology(String(amqpUrl), prefix, TEST_QUEUES);
  });

  it('a lost connection is noticed at once, and everything goes on by itself when it is back', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    await bus.publish(someEvents(1));
    await until(() => seen.length === 1);
    await proxy.close();
    await until(async () => !(await bus.healthy()));
    expect((await bus.publish(someEvents(1))).unavailable).toBeInstanceOf(Error);
    await proxy.listen();
    await until(() => bus.healthy());
    expect((await bus.publish(someEvents(1))).confirmed).toHaveLength(1);
    await until(() => seen.length === 2);
  });

  it('another process hears what is announced, also when its connection was lost meanwhile', async () => {
    const other = await connectAmqpBus(String(amqpUrl), options);
    let heard = 0;
    bus.onAnnounced('content', () => (heard += 1));
    const announced = () =>
      until(() => {
        other.announce('content');
        return heard > 0;
      });
    await announced();
    await proxy.close();
    await until(async () => !(await bus.healthy()));
    heard = 0;
    await proxy.listen();
    await announced();
    await other.close();
  });

  it('closes within seconds though the broker has fallen silent', async () => {
    await collect(bus, { name: 'a.all', types: ['#'] });
    await collect(bus, { name: 'b.all', types: ['#'] });
    proxy.isHanging = true;
    // A silent connection is given up after 20 s, and a process that ends is killed long before.
    expect(await isOverWithin(10_000, bus.close())).toBe(true);
  });

  it('a batch whose connection is cut in the middle says which of its events were confirmed', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    const events = someEvents(2_000);
    const publishing = bus.publish(events);
    await proxy.close();
    const { confirmed, unavailable } = await publishing;
    expect(unavailable).toBeInstanceOf(Error);
    await proxy.listen();
    await until(() => bus.healthy());
    const ids = new Set(confirmed);
    await bus.publish(events.filter(({ id }) => !ids.has(id)));
    await until(() => new Set(seen.map(({ id }) => id)).size === 2_000);
  });

  it('a bus that starts without a broker declares and consumes what was asked for when there is one', async () => {
    await bus.close();
    await proxy.close();
    const starting = connectAmqpBus(proxy.url, options);
    bus = await starting;
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    await proxy.listen();
    await until(() => bus.healthy());
    await bus.publish(someEvents(1));
    await until(() => seen.length === 1);
  });

  it('an event that a broken topology cannot route is not confirmed, and the next connection mends the topology', async () => {
    const own = await connect(String(amqpUrl));
    const channel = await own.createChannel();
    await channel.unbindQueue(`${prefix}siteninja.unrouted`, `${prefix}siteninja.unrouted`, '');
    const { confirmed, unavailable } = await bus.publish(someEvents(1));
    expect(confirmed).toEqual([]);
    expect(unavailable).toBeUndefined();
    await proxy.close();
    await proxy.listen();
    await until(() => bus.healthy());
    await until(async () => (await bus.publish(someEvents(1))).confirmed.length === 1);
    await own.close();
  });

  it('a queue that was deleted on the broker is declared and consumed again', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    const own = await connect(String(amqpUrl));
    const channel = await own.createChannel();
    await channel.deleteQueue(`${prefix}a.all`);
    await own.close();
    await until(async () => {
      await bus.publish(someEvents(1));
      return seen.length > 0;
    });
  });
});
