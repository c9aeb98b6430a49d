import { type Channel } from 'amqplib';
import { type QueueDefinition } from '../bus';

/** Names on the broker. The prefix keeps tests, and installations that share a broker, apart. */
export interface Names {
  /** Topic exchange: the routing key is the event's type. */
  events: string;
  /** Direct exchange: the routing key is the queue that could not handle the message. */
  dead: string;
  /** Exchange and queue of events that no consumer's queue is bound to. */
  unrouted: string;
  queue(name: string): string;
  deadQueue(name: string): string;
}

export function namesWith(prefix: string): Names {
  return {
    events: `${prefix}siteninja.events`,
    dead: `${prefix}siteninja.dead`,
    unrouted: `${prefix}siteninja.unrouted`,
    queue: (name) => `${prefix}${name}`,
    deadQueue: (name) => `${prefix}${name}.dead`,
  };
}

/** Of unrouted events the latest are kept. */
const MOST_UNROUTED = 100_000;

/**
 * Declares what every process needs. An event of a type that nobody consumes yet goes through the alternate
 * exchange into a queue of its own: it is confirmed, kept and counted, instead of being returned for ever and
 * staying in the outbox. What is still returned (`mandatory`) means that this topology is broken.
 * Arguments can never be changed once declared; limits that operators may want to change belong in a policy.
 */
export async function declareExchanges(channel: Channel, names: Names): Promise<void> {
  await channel.assertExchange(names.unrouted, 'fanout', { durable: true });
  await channel.assertQueue(names.unrouted, {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', 'x-max-length': MOST_UNROUTED },
  });
  await channel.bindQueue(names.unrouted, names.unrouted, '');
  await channel.assertExchange(names.events, 'topic', { durable: true, alternateExchange: names.unrouted });
  await channel.assertExchange(names.dead, 'direct', { durable: true });
}

/** Declares a consumer's queue, its bindings, and the queue of its dead letters. */
export async function declareQueue(
  channel: Channel,
  names: Names,
  { name, types, singleActive }: QueueDefinition,
  deliveryLimit: number,
): Promise<void> {
  const queue = names.queue(name);
  await channel.assertQueue(names.deadQueue(name), {
    durable: true,
    arguments: { 'x-queue-type': 'quorum' },
  });
  await channel.bindQueue(names.deadQueue(name), names.dead, queue);
  await channel.assertQueue(queue, {
    durable: true,
    arguments: {
      'x-queue-type': 'quorum',
      'x-delivery-limit': deliveryLimit,
      'x-dead-letter-exchange': names.dead,
      'x-dead-letter-routing-key': queue,
      // A dead letter leaves its queue only when the other one has it.
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
      ...(singleActive ? { 'x-single-active-consumer': true } : {}),
    },
  });
  for (const type of types) await channel.bindQueue(queue, names.events, type);
}
