import { type DomainEvent } from '@siteninja/contracts';
import { isOverWithin, type Logger } from '@siteninja/core';
import { type ChannelModel, connect, type RecoveringChannelModel } from 'amqplib';
import {
  type BatchHandler,
  type Bus,
  CLOSING,
  type Parked,
  type PublishResult,
  type QueueDefinition,
  REDELIVERY,
  type Redelivery,
  type Subscription,
} from '../bus';
import { AmqpPublisher } from './amqp-publisher';
import { AmqpSubscription } from './amqp-subscription';
import { declareExchanges, type Names, namesWith } from './amqp-topology';

export interface AmqpBusOptions {
  log: Logger;
  /** Put before the name of every exchange and queue. */
  prefix?: string;
  redelivery?: Redelivery;
}

/** Seconds; a peer that is silent for twice as long is gone. The deadline of everything but publishing. */
const HEARTBEAT = 10;
/** Milliseconds for a connection to be made. */
const CONNECTING = 5_000;
/** Milliseconds that a starting service waits for the broker before it goes on without. */
const FIRST_CONNECTION = 2_000;

/**
 * Connects to RabbitMQ (3.10 or later). It waits for the first connection for 2 s; with the broker away it
 * gives back the bus all the same, which connects, and declares and consumes what was asked for, by itself.
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
  readonly #names: Names;
  readonly #redelivery: Redelivery;
  readonly #subscriptions = new Set<AmqpSubscription>();
  #connection: RecoveringChannelModel | undefined;
  /** The connection of now, from the moment that it is being set up. */
  #model: ChannelModel | undefined;
  #publisher: AmqpPublisher | undefined;
  #blocked = false;
  #problem = '';

  constructor({ log, prefix, redelivery }: AmqpBusOptions) {
    this.#log = log;
    this.#names = namesWith(prefix ?? '');
    this.#redelivery = redelivery ?? REDELIVERY;
  }

  async connect(url: string): Promise<void> {
    const connection = await connect(withHeartbeat(url), {
      timeout: CONNECTING,
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
    connection.on('connect-failed', (error) => this.#away(error));
    connection.on('disconnect', (error) => this.#away(error));
    connection.on('blocked', () => (this.#blocked = true));
    connection.on('unblocked', () => (this.#blocked = false));
    await isOverWithin(
      FIRST_CONNECTION,
      connection.waitForConnect().catch(() => undefined),
    );
  }

  publish(events: readonly DomainEvent[]): Promise<PublishResult> {
    if (!this.#publisher || this.#blocked) {
      return Promise.resolve({ confirmed: [], away: new Error('RabbitMQ is away.') });
    }
    return this.#publisher.publish(events);
  }

  async subscribe(queue: QueueDefinition, handle: BatchHandler): Promise<Subscription> {
    const subscription = new AmqpSubscription(queue, handle, this.#names, this.#redelivery, this.#log);
    this.#subscriptions.add(subscription);
    const model = this.#model;
    // Where it does not come about now, setting up the next connection sees to it.
    if (model) await subscription.establish(model, () => this.#drop(model)).catch(() => this.#drop(model));
    return {
      close: async () => {
        this.#subscriptions.delete(subscription);
        await subscription.close();
      },
    };
  }

  healthy(): Promise<boolean> {
    return Promise.resolve(this.#publisher !== undefined && !this.#blocked);
  }

  async parked(): Promise<Parked> {
    if (!this.#model) throw new Error('RabbitMQ is away.');
    const channel = await this.#model.createChannel();
    channel.on('error', () => undefined);
    try {
      const { messageCount: unrouted } = await channel.checkQueue(this.#names.unrouted);
      const dead: Record<string, number> = {};
      for (const { queue } of this.#subscriptions) {
        dead[queue.name] = (await channel.checkQueue(this.#names.deadQueue(queue.name))).messageCount;
      }
      return { unrouted, dead };
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    this.#publisher = undefined;
    this.#model = undefined;
    if (this.#connection) await isOverWithin(CLOSING, this.#connection.close());
  }

  /** Runs on every new connection, before anything else uses it. */
  async #setUp(model: ChannelModel): Promise<void> {
    // amqplib listens only after the set-up; an error event without a listener would end the process.
    model.on('error', () => undefined);
    this.#model = model;
    const channel = await model.createConfirmChannel();
    await declareExchanges(channel, this.#names);
    for (const subscription of this.#subscriptions) {
      await subscription.establish(model, () => this.#drop(model));
    }
    this.#blocked = false;
    this.#publisher = new AmqpPublisher(channel, this.#names.events, this.#log, () => this.#drop(model));
    if (this.#problem) this.#log.info('RabbitMQ is back');
    this.#problem = '';
  }

  /** A channel is gone, or does not answer. All of it is set up anew: there is only one way back. */
  #drop(model: ChannelModel): void {
    if (this.#model !== model) return;
    this.#publisher = undefined;
    this.#model = undefined;
    // Rejects where it is closed already.
    model.close().catch(() => undefined);
  }

  #away(error: Error): void {
    this.#publisher = undefined;
    this.#model = undefined;
    if (error.message !== this.#problem) this.#log.warn('RabbitMQ is away', { reason: error.message });
    this.#problem = error.message;
  }
}

function withHeartbeat(url: string): string {
  const whole = new URL(url);
  if (!whole.searchParams.has('heartbeat')) whole.searchParams.set('heartbeat', String(HEARTBEAT));
  return whole.href;
}
