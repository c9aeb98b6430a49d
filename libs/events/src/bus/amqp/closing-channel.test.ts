import { deleteTopology, TcpProxy, TEST_QUEUES_EXPIRE_SECONDS, until } from '@siteninja/testing';
import { type Channel, type ChannelModel, connect, type ConsumeMessage } from 'amqplib';
import { startConsumers } from '../../consumer';
import { rows, silentLog, type TestDatabase, testDatabase, uniquePrefix } from '../../test-support';
import { type Bus } from '../bus';
import { collect, someEvents, TEST_QUEUES } from '../bus-test-support';
import { Acknowledgements } from './acknowledgements';
import { connectAmqpBus } from './amqp-bus';

const amqpUrl = process.env.TEST_RABBITMQ_URL;
/** How long the connection is being closed: the broker's consent comes so late. */
const LATENCY_MS = 1_000;

(amqpUrl ? describe : describe.skip)(
  'messages whose connection is being closed while they are handled',
  () => {
    const prefix = uniquePrefix();
    const expiresMs = TEST_QUEUES_EXPIRE_SECONDS * 1_000;
    let proxy: TcpProxy;
    let bus: Bus;
    let broker: ChannelModel;
    let channel: Channel;
    beforeEach(async () => {
      proxy = await new TcpProxy(String(amqpUrl)).listen();
      const redelivery = { limit: 3, delayMs: 20 };
      bus = await connectAmqpBus(proxy.url, { log: silentLog(), prefix, redelivery, expiresMs });
      await collect(bus, { name: 'b.all', types: ['#'] });
      broker = await connect(String(amqpUrl));
      channel = await broker.createChannel();
    });
    afterEach(async () => {
      await bus.close();
      await proxy.close();
      await broker.close();
      await deleteTopology(String(amqpUrl), prefix, TEST_QUEUES);
    });

    /** Another queue is gone, for which the bus sets up its connection anew. Returns while the old one is being closed. */
    const beginClosing = async (): Promise<void> => {
      proxy.latencyMs = LATENCY_MS;
      await channel.deleteQueue(`${prefix}b.all`);
      await until(async () => !(await bus.healthy()));
      // By then the farewell is on its way; what follows it is as fast as ever.
      setTimeout(() => (proxy.latencyMs = 0), LATENCY_MS / 4);
    };
    const delivered = (queue: string) =>
      until(async () => (await channel.checkQueue(`${prefix}${queue}`)).messageCount === 0);

    it('those that are acknowledged then are delivered again, and take effect once', async () => {
      const database: TestDatabase = await testDatabase([rows.definition]);
      let handled = 0;
      let isFirst = true;
      const consumers = await startConsumers({
        ...{ service: 'a', bus, log: silentLog(), contextFor: () => database.ctx },
        onOutcome: (_, outcome, events) => (handled += outcome === 'handled' ? events : 0),
        consumers: [
          {
            name: 'all',
            types: ['page.updated'],
            handle: async (tx, { id }) => {
              await rows.in(tx).insert({ name: id, count: 1 });
              if (!isFirst) return;
              isFirst = false;
              await beginClosing();
            },
          },
        ],
      });
      await bus.publish(someEvents(20));
      await until(() => handled >= 40);
      await delivered('a.all');
      expect(await rows.in(database.ctx).count({})).toBe(20);
      expect((await bus.countDeadLetters()).byQueue['a.all']).toBe(0);
      await consumers.close();
      await database.close();
    });

    it.each(['fails', 'is dead-lettered'])('one that %s then is delivered again', async (fate) => {
      let deliveries = 0;
      await bus.subscribe({ name: 'a.all', types: ['#'] }, async ([delivery]) => {
        deliveries += 1;
        if (deliveries === 1) {
          await beginClosing();
          if (fate === 'fails') throw new Error('It failed.');
          delivery?.deadLetter();
        } else delivery?.ack();
      });
      await bus.publish(someEvents(1));
      await until(() => deliveries === 2);
      await delivered('a.all');
      expect((await bus.countDeadLetters()).byQueue['a.all']).toBe(0);
    });

    it('a subscription that is closed then is closed, and what it has not handled is delivered again', async () => {
      let isClosed: Promise<void> | undefined;
      const subscription = await bus.subscribe({ name: 'a.all', types: ['#'] }, async (batch) => {
        await beginClosing();
        for (const delivery of batch) delivery.ack();
        isClosed = subscription.close();
      });
      await bus.publish(someEvents(20));
      await until(() => isClosed !== undefined);
      await isClosed;
      await until(() => bus.healthy());
      const seen = await collect(bus, { name: 'a.all', types: ['#'] });
      await until(() => seen.length === 20);
    });

    it('nothing is thrown at whoever settles a message of a channel that is being closed', async () => {
      const { queue } = await channel.assertQueue('', { exclusive: true });
      const own = await broker.createChannel();
      const acknowledgements = new Acknowledgements(own);
      const messages: ConsumeMessage[] = [];
      await own.consume(queue, (message) => {
        if (!message) return;
        acknowledgements.add(message);
        messages.push(message);
      });
      for (const body of ['1', '2']) channel.sendToQueue(queue, Buffer.from(body));
      const [first, second] = await until(() => (messages.length === 2 ? messages : null));
      const closing = own.close();
      if (first) acknowledgements.reject(first, true);
      if (second) acknowledgements.ack(second);
      acknowledgements.flush();
      await closing;
      await until(async () => (await channel.checkQueue(queue)).messageCount === 2);
    });
  },
);
