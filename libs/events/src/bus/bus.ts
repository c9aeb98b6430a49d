import { type DomainEvent, type EventType } from '@siteninja/contracts';

/** What one consumer is sent. The queue outlives its consumer, and keeps what it has missed. */
export interface QueueDefinition {
  /** `<service>.<consumer>`, such as `content.limits`. */
  name: string;
  /** Types of events, or `#` for all. */
  types: readonly (EventType | '#')[];
  /** A single active consumer: of all processes that subscribe one gets everything, until it leaves. */
  singleActive?: boolean;
}

/** A message that is unacknowledged: the consumer's until it settles it, or leaves. */
export interface Delivery {
  /** JSON, if all is well. */
  readonly body: string;
  /** It has taken effect. */
  ack(): void;
  /** It never will: it goes to the dead letters, where a person has to look at it. */
  deadLetter(): void;
}

/**
 * Called with up to 100 messages, one batch after the other. When it throws, the messages that it has not settled
 * are delivered again after a delay, and dead-lettered when that has happened too often.
 */
export type BatchHandler = (batch: readonly Delivery[]) => Promise<void>;

export interface Subscription {
  /** Takes no more, waits for the batch in progress, and leaves unacknowledged messages to the next consumer. */
  close(): Promise<void>;
}

/** Never thrown: of a batch some events may be confirmed and others not. */
export interface PublishResult {
  /** Ids of the events that every bound queue now holds. */
  confirmed: readonly string[];
  /** Why none of the others can be published now. */
  unavailable?: Error;
}

/** How many messages wait for a person. */
export interface DeadLetterCounts {
  /** Events of types that no queue is bound to. */
  unrouted: number;
  /** Queue of this process → what its consumer could not handle. */
  byQueue: Readonly<Record<string, number>>;
}

/**
 * The bus between services: a topic exchange, and a queue for each consumer. What is published is delivered
 * at least once, in order but for what has to be delivered again.
 */
export interface Bus {
  readonly kind: 'amqp' | 'in-process';
  publish(events: readonly DomainEvent[]): Promise<PublishResult>;
  /** Declares the queue and consumes it; while the broker is unavailable, as soon as it is back. */
  subscribe(queue: QueueDefinition, handle: BatchHandler): Promise<Subscription>;
  /**
   * Tells the other processes on the bus that a service has something to publish. Nothing waits for it, and it is lost
   * while the broker is unavailable.
   */
  announce(service: string): void;
  /** Calls back when that is announced, by whichever process, until the bus is closed. */
  onAnnounced(service: string, heard: () => void): void;
  /** Whether an event could be published now. */
  healthy(): Promise<boolean>;
  /** @throws while the broker is unavailable */
  countDeadLetters(): Promise<DeadLetterCounts>;
  /** Closes the subscriptions, then the connection. */
  close(): Promise<void>;
}

/** How often, and how soon, an unacknowledged message comes back; the same for every bus. */
export interface Redelivery {
  /**
   * Redeliveries after which the broker itself dead-letters a message. High, because on RabbitMQ before 4 each
   * crash of a consumer counts: 40 crashes in a row must not lose an event.
   */
  limit: number;
  /** Before a message that made the handler throw is requeued; doubled each time, up to 30 s. */
  delayMs: number;
}

export const REDELIVERY: Redelivery = { limit: 50, delayMs: 200 };
const MAX_REDELIVERY_DELAY_MS = 30_000;

/** Messages. */
export const BATCH_SIZE = 100;
/** How long a closing subscription waits for its batch. */
export const CLOSE_TIMEOUT_MS = 3_000;

/** @param redeliveries how many there have been */
export function redeliveryDelayMs({ delayMs }: Redelivery, redeliveries: number): number {
  return Math.min(delayMs * 2 ** redeliveries, MAX_REDELIVERY_DELAY_MS);
}
