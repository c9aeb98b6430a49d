import { type DomainEvent } from '@siteninja/contracts';
import { isOverWithin, type Logger } from '@siteninja/core';
import { type ChannelModel, connect, type RecoveringChannelModel } from 'amqplib';
import {
  type BatchHandler,
  type Bus,
  type DeadLetterCounts,
  type PublishResult,
  type QueueDefinition,
  REDELIVERY,
  type Redelivery,
  type Subscription,
} from '../bus';
import { AmqpAnnouncements } from './amqp-announcements';
import { AmqpPublisher } from './amqp-publisher';
import { AmqpSubscription, FAREWELL_TIMEOUT_MS } from './amqp-subscription';
import { Topology } from './amqp-topology';

export interface AmqpBusOptions {
  log: Logger;
  /** Put before the name of every exchange and queue. */
  prefix?: string;
  redelivery?: Redelivery;
  /** For tests: queues that nobody has used for this long delete themselves. Default: never. */
  expiresMs?: number;
}

/** A peer that is silent for twice as long is gone. The deadline of everything but publishing. */
const HEARTBEAT_SECONDS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** For the broker to take a consumer; on a busy machine it recovers hundreds of queues first. */
const CONSUME_TIMEOUT_MS = 20_000;
/** How long a starting service waits for the broker before it goes on without. */
const FIRST_CONNECT_TIMEOUT_MS = 2_000;

/**
 * Connects to RabbitMQ (3.10 or later). It waits for the first connection for 2 s; while the broker is unavailable
 * it returns the bus all the same, which connects, and declares and consumes what was asked for, by itself.
 * @param url `amqp://user:password@host:port/vhost`
 */
export async function connectAmqpBus(url: string, options: AmqpBusOptions): Promise<Bus> {
  const bus = new AmqpBus(options);
  await bus.connect(url);
  return bus;
}

class AmqpBus implements Bus {
  readonly kind = 'amqp';
  readonly #log: Logger;
  readonly #topology: Topology;
  readonly #redelivery: Redelivery;
  readonly #announcements: AmqpAnnouncements;
  readonly #subscriptions = new Set<AmqpSubscription>();
  #connection: RecoveringChannelModel | undefined;
  /** The current connection, from the moment that it is being set up. */
  #model: ChannelModel | undefined;
  #publisher: AmqpPublisher | undefined;
  #blocked = false;
  #problem = '';

  constructor({ log, prefix = '', redelivery = REDELIVERY, expiresMs }: AmqpBusOptions) {
    this.#log = log;
    this.#topology = new Topology(prefix, redelivery.limit, expiresMs);
    this.#redelivery = redelivery;
    this.#announcements = new AmqpAnnouncements(this.#topology);
  }

  async connect(url: string): Promise<void> {
    const connection = await connect(withHeartbeat(url), {
      timeout: CONNECT_TIMEOUT_MS,
      noDelay: true,
      clientProperties: { connection_name: 'siteninja' },
      recovery: {
        initialDelay: 100,
        maxDelay: 2_000,
        waitForConnect: false,
        setup: (model: ChannelModel) => this.#setUp(model),
      },
    });
    this.#connection = connection;
    connection.on('error', (error) => this.#log.debug('RabbitMQ connection', { reason: error.message }));
    connection.on('connect-failed', (error) => this.#disconnected(error));
    connection.on('disconnect', (error) => this.#disconnected(error));
    connection.on('blocked', () => (this.#blocked = true));
    connection.on('unblocked', () => (this.#blocked = false));
    await isOverWithin(
      FIRST_CONNECT_TIMEOUT_MS,
      connection.waitForConnect().catch(() => undefined),
    );
  }

  publish(events: readonly DomainEvent[]): Promise<PublishResult> {
    if (!this.#publisher || this.#blocked) {
      return Promise.resolve({ confirmed: [], unavailable: new Error('RabbitMQ is unavailable.') });
    }
    return this.#publisher.publish(events);
  }

  async subscribe(queue: QueueDefinition, handle: BatchHandler): Promise<Subscription> {
    const subscription = new AmqpSubscription(queue, handle, this.#topology, this.#redelivery, this.#log);
    this.#subscriptions.add(subscription);
    const model = this.#model;
    if (model) await isOverWithin(FIRST_CONNECT_TIMEOUT_MS, this.#consume(subscription, model));
    return {
      close: async () => {
        this.#subscriptions.delete(subscription);
        await subscription.close();
      },
    };
  }

  announce(service: string): void {
    this.#announcements.announce(service);
  }

  onAnnounced(service: string, heard: () => void): void {
    this.#announcements.listen(service, heard);
  }

  healthy(): Promise<boolean> {
    return Promise.resolve(this.#publisher !== undefined && !this.#blocked);
  }

  async countDeadLetters(): Promise<DeadLetterCounts> {
    if (!this.#model) throw new Error('RabbitMQ is unavailable.');
    const channel = await this.#model.createChannel();
    channel.on('error', () => undefined);
    const { names } = this.#topology;
    try {
      const { messageCount: unrouted } = await channel.checkQueue(names.unrouted);
      const byQueue: Record<string, number> = {};
      for (const { queue } of this.#subscriptions) {
        byQueue[queue.name] = (await channel.checkQueue(names.deadLetterQueue(queue.name))).messageCount;
      }
      return { unrouted, byQueue };
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    this.#publisher = undefined;
    this.#model = undefined;
    if (this.#connection) await isOverWithin(FAREWELL_TIMEOUT_MS, this.#connection.close());
  }

  /** Runs on every new connection, before anything else uses it. */
  async #setUp(model: ChannelModel): Promise<void> {
    // amqplib listens only after the set-up; an error event without a listener would end the process.
    model.on('error', () => undefined);
    this.#model = model;
    const channel = await model.createConfirmChannel();
    await this.#topology.declareExchanges(channel);
    // Queues come first: what is published before they are there would reach nobody.
    for (const subscription of this.#subscriptions) {
      await subscription.declare(model, () => this.#drop(model));
    }
    await this.#announcements.open(model, () => this.#drop(model));
    this.#blocked = false;
    const { events } = this.#topology.names;
    this.#publisher = new AmqpPublisher(channel, events, this.#log, () => this.#drop(model));
    // Publishing does not wait for consumers, nor one of them for another.
    for (const subscription of this.#subscriptions) void this.#consume(subscription, model);
    if (this.#problem) this.#log.info('RabbitMQ is back');
    this.#problem = '';
  }

  /**
   * Consumes on this connection. A queue may be unavailable while all others work: RabbitMQ can have lost a quorum
   * queue's leader, and does not answer then. The connection is set up anew where it has not come about in time.
   */
  async #consume(subscription: AmqpSubscription, model: ChannelModel): Promise<void> {
    const lost = (): void => this.#drop(model);
    const consumed = subscription
      .declare(model, lost)
      .then(() => subscription.consume(model, lost))
      .catch(lost);
    if (await isOverWithin(CONSUME_TIMEOUT_MS, consumed)) return;
    this.#log.warn('a queue cannot be consumed', { queue: subscription.queue.name });
    lost();
  }

  /** A channel is gone, or does not answer. The whole connection is set up anew: there is only one way back. */
  #drop(model: ChannelModel): void {
    if (this.#model !== model) return;
    this.#publisher = undefined;
    this.#model = undefined;
    // Rejects where it is closed already.
    model.close().catch(() => undefined);
  }

  #disconnected(error: Error): void {
    this.#publisher = undefined;
    this.#model = undefined;
    if (error.message !== this.#problem) {
      this.#log.warn('RabbitMQ is unavailable', { reason: error.message });
    }
    this.#problem = error.message;
  }
}

function withHeartbeat(url: string): string {
  const whole = new URL(url);
  if (!whole.searchParams.has('heartbeat')) whole.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  return whole.href;
}
