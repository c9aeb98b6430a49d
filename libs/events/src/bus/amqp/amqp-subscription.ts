import { type Logger } from '@siteninja/core';
import { type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';
import { Batches } from '../batch-queue';
import {
  BATCH,
  type BatchHandler,
  type Delivery,
  pauseBefore,
  type QueueDefinition,
  type Redelivery,
  type Subscription,
} from '../bus';
import { declareQueue, type Names } from './amqp-topology';

/** While one batch is at work the next one arrives, and some that wait for another try fit in beside them. */
const PREFETCH = 3 * BATCH;

/** A message, and the channel that it has to be settled on. */
interface Held {
  message: ConsumeMessage;
  channel: Channel;
}

/** One consumer of one queue, over all connections that come and go. */
export class AmqpSubscription implements Subscription {
  readonly queue: QueueDefinition;
  readonly #handle: BatchHandler;
  readonly #names: Names;
  readonly #redelivery: Redelivery;
  readonly #log: Logger;
  readonly #batches: Batches<Held>;
  readonly #timers = new Set<NodeJS.Timeout>();
  #model: ChannelModel | undefined;
  #channel: Channel | undefined;
  #consumerTag: string | undefined;
  #closed = false;

  constructor(
    queue: QueueDefinition,
    handle: BatchHandler,
    names: Names,
    redelivery: Redelivery,
    log: Logger,
  ) {
    this.queue = queue;
    this.#handle = handle;
    this.#names = names;
    this.#redelivery = redelivery;
    this.#log = log;
    this.#batches = new Batches((batch) => this.#deliver(batch));
  }

  /**
   * Declares the queue and consumes it on this connection; a second call for the same one does nothing.
   * @param lost called when the channel is gone, or the broker ends the consumer
   */
  async establish(model: ChannelModel, lost: () => void): Promise<void> {
    if (this.#closed || this.#model === model) return;
    this.#model = model;
    const channel = await model.createChannel();
    channel.on('error', (error) => {
      this.#log.warn('the channel of a queue failed', { queue: this.queue.name, reason: error.message });
    });
    channel.on('close', () => {
      if (this.#channel === channel) this.#channel = undefined;
      this.#batches.clear();
      if (!this.#closed) lost();
    });
    await declareQueue(channel, this.#names, this.queue, this.#redelivery.limit);
    await channel.prefetch(PREFETCH);
    this.#channel = channel;
    const { consumerTag } = await channel.consume(this.#names.queue(this.queue.name), (message) => {
      if (message) this.#batches.add({ message, channel });
      else if (!this.#closed) lost();
    });
    this.#consumerTag = consumerTag;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const channel = this.#channel;
    if (channel && this.#consumerTag !== undefined) {
      await channel.cancel(this.#consumerTag).catch(() => undefined);
    }
    await this.#batches.close();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#channel = undefined;
    // The broker gives back what is unsettled. Rejects where the channel is closed already.
    await channel?.close().catch(() => undefined);
  }

  async #deliver(batch: readonly Held[]): Promise<void> {
    const unsettled = new Set(batch);
    try {
      await this.#handle(batch.map((held) => this.#delivery(held, unsettled)));
    } catch (error) {
      this.#log.warn('a batch failed', { queue: this.queue.name, error });
      for (const held of unsettled) this.#giveBackLater(held);
    }
  }

  #delivery(held: Held, unsettled: Set<Held>): Delivery {
    const { message } = held;
    let settled = false;
    const once = (settle: (channel: Channel) => void): void => {
      if (settled) return;
      settled = true;
      unsettled.delete(held);
      this.#ifAlive(held, settle);
    };
    return {
      body: message.content.toString(),
      redelivered: message.fields.redelivered,
      done: () => once((channel) => channel.ack(message)),
      park: () => once((channel) => channel.reject(message, false)),
    };
  }

  #giveBackLater(held: Held): void {
    const count: unknown = held.message.properties.headers?.['x-delivery-count'];
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.#ifAlive(held, (channel) => channel.reject(held.message, true));
      },
      pauseBefore(this.#redelivery, typeof count === 'number' ? count : 0),
    );
    this.#timers.add(timer);
  }

  /** A message of a lost channel is not ours any more: the broker delivers it again. */
  #ifAlive({ channel }: Held, settle: (channel: Channel) => void): void {
    if (channel === this.#channel) settle(channel);
  }
}
