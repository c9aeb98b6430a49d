import { TcpProxy, until } from '@siteninja/testing';
import { connect } from 'amqplib';
import { connectAmqpBus } from './amqp-bus';
import { type Bus } from '../bus';
import { collect, removeAll, someEvents } from '../bus-test-support';
import { silentLog, uniquePrefix } from '../../test-support';

const amqpUrl = process.env.TEST_RABBITMQ_URL;
const FAST = { limit: 3, pause: 20 };

(amqpUrl ? describe : describe.skip)('the amqp bus, its broker lost and found', () => {
  const prefix = uniquePrefix();
  let proxy: TcpProxy;
  let bus: Bus;
  beforeEach(async () => {
    proxy = await new TcpProxy(String(amqpUrl)).listen();
    bus = await connectAmqpBus(proxy.url, { log: silentLog(), prefix, redelivery: FAST });
  });
  afterEach(async () => {
    await bus.close();
    await proxy.close();
    await removeAll(String(amqpUrl), prefix);
  });

  it('says so at once, and goes on by itself', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    await bus.publish(someEvents(1));
    await until(() => seen.length === 1);
    await proxy.close();
    await until(async () => !(await bus.healthy()));
    expect((await bus.publish(someEvents(1))).away).toBeInstanceOf(Error);
    await proxy.listen();
    await until(() => bus.healthy());
    expect((await bus.publish(someEvents(1))).confirmed).toHaveLength(1);
    await until(() => seen.length === 2);
  });

  it('tells which of a window were confirmed when the connection is cut in the middle', async () => {
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    const events = someEvents(2_000);
    const publishing = bus.publish(events);
    await proxy.close();
    const { confirmed, away } = await publishing;
    expect(away).toBeInstanceOf(Error);
    await proxy.listen();
    await until(() => bus.healthy());
    const ids = new Set(confirmed);
    await bus.publish(events.filter(({ id }) => !ids.has(id)));
    await until(() => new Set(seen.map(({ id }) => id)).size === 2_000);
  });

  it('comes up without a broker, and declares what was asked for when there is one', async () => {
    await bus.close();
    await proxy.close();
    const starting = connectAmqpBus(proxy.url, { log: silentLog(), prefix, redelivery: FAST });
    bus = await starting;
    const seen = await collect(bus, { name: 'a.all', types: ['#'] });
    await proxy.listen();
    await until(() => bus.healthy());
    await bus.publish(someEvents(1));
    await until(() => seen.length === 1);
  });

  it('notices an event that the broken topology has no place for, and mends that on the next connection', async () => {
    const own = await connect(String(amqpUrl));
    const channel = await own.createChannel();
    await channel.unbindQueue(`${prefix}siteninja.unrouted`, `${prefix}siteninja.unrouted`, '');
    const { confirmed, away } = await bus.publish(someEvents(1));
    expect(confirmed).toEqual([]);
    expect(away).toBeUndefined();
    await proxy.close();
    await proxy.listen();
    await until(() => bus.healthy());
    await until(async () => (await bus.publish(someEvents(1))).confirmed.length === 1);
    await own.close();
  });

  it('consumes again when the broker ends a consumer by deleting its queue', async () => {
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
