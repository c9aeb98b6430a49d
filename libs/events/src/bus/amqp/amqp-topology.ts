import { type Channel } from 'amqplib';
import { type QueueDefinition } from '../bus';

/** Names on the broker. The prefix keeps tests, and installations that share a broker, apart. */
export interface TopologyNames {
  /** Topic exchange: the routing key is the event's type. */
  events: string;
  /** Direct exchange: the routing key is the queue that could not handle the message. */
  deadLetters: string;
  /** Exchange and queue of events that no consumer's queue is bound to. */
  unrouted: string;
  /** Direct exchange: the routing key is the service whose outbox holds something. Nothing of it is kept. */
  announcements: string;
  queue(name: string): string;
  deadLetterQueue(name: string): string;
}

export function topologyNames(prefix: string): TopologyNames {
  return {
    events: `${prefix}siteninja.events`,
    deadLetters: `${prefix}siteninja.dead`,
    unrouted: `${prefix}siteninja.unrouted`,
    announcements: `${prefix}siteninja.announcements`,
    queue: (name) => `${prefix}${name}`,
    deadLetterQueue: (name) => `${prefix}${name}.dead`,
  };
}

/** The oldest are dropped. */
const MAX_UNROUTED = 100_000;

/** Arguments can never be changed once declared; limits that operators may want to change belong in a policy. */
export class Topology {
  readonly names: TopologyNames;
  readonly #deliveryLimit: number;
  readonly #expiresMs: number | undefined;

  /** @param expiresMs after which unused queues, and then their exchanges, delete themselves; for tests */
  constructor(prefix: string, deliveryLimit: number, expiresMs: number | undefined) {
    this.names = topologyNames(prefix);
    this.#deliveryLimit = deliveryLimit;
    this.#expiresMs = expiresMs;
  }

  /**
   * Declares what every process needs. An event of a type that nobody consumes goes through the alternate exchange
   * into a queue of its own: it is confirmed, kept and counted, instead of being returned for ever and staying in
   * the outbox. What is still returned (`mandatory`) means that this topology is broken.
   */
  async declareExchanges(channel: Channel): Promise<void> {
    const { announcements, events, deadLetters, unrouted } = this.names;
    const durable = { durable: true, autoDelete: this.#expiresMs !== undefined };
    await channel.assertExchange(unrouted, 'fanout', durable);
    await this.#declareQuorumQueue(channel, unrouted, { 'x-max-length': MAX_UNROUTED });
    await channel.bindQueue(unrouted, unrouted, '');
    await channel.assertExchange(events, 'topic', { ...durable, alternateExchange: unrouted });
    await channel.assertExchange(deadLetters, 'direct', durable);
    await channel.assertExchange(announcements, 'direct', durable);
  }

  /** Declares a queue that the connection alone has, for as long as it lives. @returns its name */
  async declareAnnouncements(channel: Channel, service: string): Promise<string> {
    const { queue } = await channel.assertQueue('', { exclusive: true, durable: false });
    await channel.bindQueue(queue, this.names.announcements, service);
    return queue;
  }

  /** Declares a consumer's queue, its bindings, and the queue of its dead letters. */
  async declareQueue(channel: Channel, { name, types, singleActive }: QueueDefinition): Promise<void> {
    const { events, deadLetters } = this.names;
    const [queue, deadLetterQueue] = [this.names.queue(name), this.names.deadLetterQueue(name)];
    await this.#declareQuorumQueue(channel, deadLetterQueue, {});
    await channel.bindQueue(deadLetterQueue, deadLetters, queue);
    await this.#declareQuorumQueue(channel, queue, {
      'x-delivery-limit': this.#deliveryLimit,
      'x-dead-letter-exchange': deadLetters,
      'x-dead-letter-routing-key': queue,
      // A dead letter leaves its queue only when the other one has it.
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
      ...(singleActive ? { 'x-single-active-consumer': true } : {}),
    });
    for (const type of types) await channel.bindQueue(queue, events, type);
  }

  async #declareQuorumQueue(
    channel: Channel,
    name: string,
    own: Record<string, string | number | boolean>,
  ): Promise<void> {
    const expires = this.#expiresMs === undefined ? {} : { 'x-expires': this.#expiresMs };
    const all = { 'x-queue-type': 'quorum', ...expires, ...own };
    await channel.assertQueue(name, { durable: true, arguments: all });
  }
}
