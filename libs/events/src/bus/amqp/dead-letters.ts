import { isOverWithin } from '@siteninja/core';
import { type ChannelModel, type ConfirmChannel, connect, type GetMessage } from 'amqplib';
import { topologyNames, type TopologyNames } from './amqp-topology';

const CONNECT_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 3_000;

/** The name under which events are found that no queue is bound to. */
export const UNROUTED = 'unrouted';

/** Where a message goes: a queue, by the exchange without a name, or whatever is bound to an exchange. */
interface Destination {
  exchange: string;
  routingKey: string;
}

/** What lies in a broker's queues of dead letters, for a person who looks at it and has it delivered again. */
export class DeadLetters {
  readonly #connection: ChannelModel;
  readonly #names: TopologyNames;

  private constructor(connection: ChannelModel, names: TopologyNames) {
    this.#connection = connection;
    this.#names = names;
  }

  /** @throws while the broker is unavailable */
  static async open(url: string, prefix = ''): Promise<DeadLetters> {
    const connection = await connect(url, { timeout: CONNECT_TIMEOUT_MS });
    connection.on('error', () => undefined);
    return new DeadLetters(connection, topologyNames(prefix));
  }

  /**
   * @param consumer `<service>.<consumer>`, or `unrouted`
   * @returns how many messages wait; null where the broker has no such queue
   */
  async count(consumer: string): Promise<number | null> {
    const channel = await this.#openChannel();
    try {
      return (await channel.checkQueue(this.#queueOf(consumer))).messageCount;
    } catch (error) {
      // Asking for a queue that is not there closes the channel.
      if (error instanceof Error && 'code' in error && error.code === NOT_FOUND) return null;
      throw error;
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  /**
   * Reads the oldest messages. Each goes to the end of its queue: RabbitMQ counts what is taken and given back, and in
   * its newer versions drops what was given back too often.
   * @returns their bodies
   */
  async read(consumer: string, limit: number): Promise<string[]> {
    const bodies: string[] = [];
    await this.#move(consumer, limit, (message) => {
      bodies.push(message.content.toString());
      return this.#backTo(consumer, message);
    });
    return bodies;
  }

  /**
   * Has messages delivered to the consumer again, oldest first; those that were unrouted, to every queue that is bound
   * to their type by now. A message leaves its queue when the other one has it.
   * @param eventId leaves all others where they are
   * @returns how many
   */
  async replay(consumer: string, eventId?: string): Promise<number> {
    let replayed = 0;
    await this.#move(consumer, Number.POSITIVE_INFINITY, (message) => {
      if (eventId !== undefined && message.properties.messageId !== eventId) {
        return this.#backTo(consumer, message);
      }
      replayed += 1;
      return consumer === UNROUTED
        ? { exchange: this.#names.events, routingKey: message.fields.routingKey }
        : { exchange: '', routingKey: this.#names.queue(consumer) };
    });
    return replayed;
  }

  async close(): Promise<void> {
    await isOverWithin(CLOSE_TIMEOUT_MS, this.#connection.close());
  }

  /** Moves what lies in the queue now, and nothing that comes meanwhile. */
  async #move(
    consumer: string,
    limit: number,
    destinationOf: (message: GetMessage) => Destination,
  ): Promise<void> {
    const count = Math.min((await this.count(consumer)) ?? 0, limit);
    const channel = await this.#openChannel();
    try {
      for (let moved = 0; moved < count; moved += 1) {
        const message = await channel.get(this.#queueOf(consumer));
        if (message === false) return;
        await publishAgain(channel, message, destinationOf(message));
        channel.ack(message);
      }
    } finally {
      // Closing waits for what was acknowledged, and gives back what was not.
      await channel.close().catch(() => undefined);
    }
  }

  async #openChannel(): Promise<ConfirmChannel> {
    const channel = await this.#connection.createConfirmChannel();
    channel.on('error', () => undefined);
    return channel;
  }

  /** The end of the same queue, with the routing key by which an unrouted event may find its queues later. */
  #backTo(consumer: string, { fields: { routingKey } }: GetMessage): Destination {
    return consumer === UNROUTED
      ? { exchange: this.#names.unrouted, routingKey }
      : { exchange: '', routingKey: this.#queueOf(consumer) };
  }

  #queueOf(consumer: string): string {
    return consumer === UNROUTED ? this.#names.unrouted : this.#names.deadLetterQueue(consumer);
  }
}

const NOT_FOUND = 404;

/** @throws where no queue has it, which the broker confirms too */
async function publishAgain(
  channel: ConfirmChannel,
  { content, properties: { messageId, type, contentType } }: GetMessage,
  { exchange, routingKey }: Destination,
): Promise<void> {
  let isReturned = false;
  const noteReturn = (): void => {
    isReturned = true;
  };
  channel.once('return', noteReturn);
  const options = { messageId, type, contentType, persistent: true, mandatory: true };
  channel.publish(exchange, routingKey, content, options);
  await channel.waitForConfirms();
  channel.off('return', noteReturn);
  if (isReturned) throw new Error(`RabbitMQ has no queue for ${routingKey}.`);
}
