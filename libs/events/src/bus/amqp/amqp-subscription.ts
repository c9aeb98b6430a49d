import { isOverWithin, type Logger } from '@siteninja/core';
import { type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';
import { BatchQueue } from '../batch-queue';
import {
  BATCH_SIZE,
  type BatchHandler,
  type Delivery,
  type QueueDefinition,
  type Redelivery,
  redeliveryDelayMs,
  type Subscription,
} from '../bus';
import { Acknowledgements } from './acknowledgements';
import { type Topology } from './amqp-topology';

/** While one batch is handled the next one arrives, and messages that wait for a retry fit in beside them. */
const PREFETCH = 3 * BATCH_SIZE;

/** A process ends within 5 s: a broker that says nothing to a farewell is left without. It then requeues by itself. */
export const FAREWELL_TIMEOUT_MS = 1_000;

/** A message, and what settles it on the channel that it came by. */
interface Unacknowledged {
  message: ConsumeMessage;
  acknowledgements: Acknowledgements;
}

/** One consumer of one queue, over all connections that come and go. */
export class AmqpSubscription implements Subscription {
  readonly queue: QueueDefinition;
  readonly #handle: BatchHandler;
  readonly #topology: Topology;
  readonly #redelivery: Redelivery;
  readonly #log: Logger;
  readonly #batches: BatchQueue<Unacknowledged>;
  readonly #timers = new Set<NodeJS.Timeout>();
  /** The connection that it is declared on, and the one that it is consumed on. */
  #model: ChannelModel | undefined;
  #consumed: ChannelModel | undefined;
  #channel: Channel | undefined;
  #acknowledgements: Acknowledgements | undefined;
  #consumerTag: string | undefined;
  #closed = false;

  constructor(
    queue: QueueDefinition,
    handle: BatchHandler,
    topology: Topology,
    redelivery: Redelivery,
    log: Logger,
  ) {
    this.queue = queue;
    this.#handle = handle;
    this.#topology = topology;
    this.#redelivery = redelivery;
    this.#log = log;
    this.#batches = new BatchQueue((batch) => this.#deliver(batch));
  }

  /**
   * Declares the queue on a channel of this connection; a second call for the same one does nothing.
   * @param onLost called when the channel is gone
   */
  async declare(model: ChannelModel, onLost: () => void): Promise<void> {
    if (this.#closed || this.#model === model) return;
    this.#model = model;
    const channel = await model.createChannel();
    channel.on('error', (error) => {
      this.#log.warn('the channel of a queue failed', { queue: this.queue.name, reason: error.message });
    });
    const acknowledgements = new Acknowledgements(channel);
    channel.on('close', () => {
      acknowledgements.close();
      if (this.#channel === channel) this.#channel = undefined;
      this.#batches.clear();
      if (!this.#closed) onLost();
    });
    await this.#topology.declareQueue(channel, this.queue);
    await channel.prefetch(PREFETCH);
    this.#channel = channel;
    this.#acknowledgements = acknowledgements;
  }

  /**
   * Consumes what `declare` has declared; a second call for the same connection does nothing.
   * @param onLost called when the broker ends the consumer
   */
  async consume(model: ChannelModel, onLost: () => void): Promise<void> {
    const channel = this.#channel;
    const acknowledgements = this.#acknowledgements;
    if (this.#closed || !channel || !acknowledgements || this.#consumed === model) return;
    this.#consumed = model;
    const name = this.#topology.names.queue(this.queue.name);
    const { consumerTag } = await channel.consume(name, (message) => {
      if (message) {
        acknowledgements.add(message);
        this.#batches.add({ message, acknowledgements });
      } else if (!this.#closed) onLost();
    });
    this.#consumerTag = consumerTag;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const channel = this.#channel;
    if (channel && this.#consumerTag !== undefined) {
      const cancelled = channel.cancel(this.#consumerTag).catch(() => undefined);
      await isOverWithin(FAREWELL_TIMEOUT_MS, cancelled);
    }
    await this.#batches.close();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#acknowledgements?.flush();
    this.#acknowledgements?.close();
    this.#channel = undefined;
    // The broker requeues what is unacknowledged. Rejects where the channel is closed already.
    if (channel)
      await isOverWithin(
        FAREWELL_TIMEOUT_MS,
        channel.close().catch(() => undefined),
      );
  }

  async #deliver(batch: readonly Unacknowledged[]): Promise<void> {
    const unsettled = new Set(batch);
    try {
      await this.#handle(batch.map((each) => this.#delivery(each, unsettled)));
    } catch (error) {
      this.#log.warn('a batch failed', { queue: this.queue.name, error });
      for (const each of unsettled) this.#requeueLater(each);
    }
  }

  #delivery(each: Unacknowledged, unsettled: Set<Unacknowledged>): Delivery {
    const { message, acknowledgements } = each;
    let settled = false;
    const settle = (tell: () => void): void => {
      if (settled) return;
      settled = true;
      unsettled.delete(each);
      tell();
    };
    return {
      body: message.content.toString(),
      ack: () => settle(() => acknowledgements.ack(message)),
      deadLetter: () => settle(() => acknowledgements.reject(message, false)),
    };
  }

  #requeueLater({ message, acknowledgements }: Unacknowledged): void {
    const count: unknown = message.properties.headers?.['x-delivery-count'];
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        acknowledgements.reject(message, true);
      },
      redeliveryDelayMs(this.#redelivery, typeof count === 'number' ? count : 0),
    );
    this.#timers.add(timer);
  }
}
