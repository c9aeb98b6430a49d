import { type Channel, type ConsumeMessage } from 'amqplib';

/**
 * Settles the messages of one channel, and never throws. Those that are acknowledged in one turn go out as one frame
 * as far as nothing older is unsettled: a frame for each took a fifth of the time of a batch.
 */
export class Acknowledgements {
  readonly #channel: Channel;
  /** Delivered and not settled, oldest first. */
  readonly #unsettled = new Set<number>();
  /** Acknowledged here, and not told to the broker yet. */
  readonly #acknowledged = new Map<number, ConsumeMessage>();
  #isClosed = false;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Every message of the channel has to be added, in the order of delivery. */
  add({ fields }: ConsumeMessage): void {
    this.#unsettled.add(fields.deliveryTag);
  }

  ack(message: ConsumeMessage): void {
    if (this.#acknowledged.size === 0) queueMicrotask(() => this.flush());
    this.#acknowledged.set(message.fields.deliveryTag, message);
  }

  reject(message: ConsumeMessage, requeue: boolean): void {
    this.#unsettled.delete(message.fields.deliveryTag);
    this.#tell(() => this.#channel.reject(message, requeue));
  }

  /** Tells the broker what is acknowledged. */
  flush(): void {
    let newest: ConsumeMessage | undefined;
    for (const tag of this.#unsettled) {
      const message = this.#take(tag);
      if (!message) break;
      newest = message;
    }
    if (newest) {
      const upTo = newest;
      this.#tell(() => this.#channel.ack(upTo, true));
    }
    for (const tag of [...this.#acknowledged.keys()]) {
      const message = this.#take(tag);
      if (message) this.#tell(() => this.#channel.ack(message));
    }
  }

  /** Nothing more is told: the channel is gone, and the broker delivers what is unsettled again. */
  close(): void {
    this.#isClosed = true;
  }

  /** amqplib throws while a channel is being closed, which is as good as gone. */
  #tell(settle: () => void): void {
    if (this.#isClosed) return;
    try {
      settle();
    } catch {
      this.close();
    }
  }

  #take(tag: number): ConsumeMessage | undefined {
    const message = this.#acknowledged.get(tag);
    if (!message) return undefined;
    this.#acknowledged.delete(tag);
    this.#unsettled.delete(tag);
    return message;
  }
}
