import { type DomainEvent, type EventType } from '@siteninja/contracts';

/** What one consumer is sent. The queue outlives its consumer, and keeps what it has missed. */
export interface QueueDefinition {
  /** `<service>.<consumer>`, such as `content.limits`. */
  name: string;
  /** Types of events, or `#` for all. */
  types: readonly (EventType | '#')[];
  /** Of all processes that subscribe, only one at a time gets anything. */
  singleActive?: boolean;
}

/** A message that is the consumer's until it says what became of it, or goes away. */
export interface Delivery {
  /** JSON, if all is well. */
  readonly body: string;
  /** It has been delivered before, perhaps to another process. */
  readonly redelivered: boolean;
  /** It has taken effect. */
  done(): void;
  /** It never will: it goes to the dead letters, where somebody has to look at it. */
  park(): void;
}

/**
 * Called with up to 100 messages, one batch after the other. What it leaves unsettled stays with it. When it
 * throws, what is unsettled is delivered again after a pause, and parked when that has happened too often.
 */
export type BatchHandler = (batch: readonly Delivery[]) => Promise<void>;

export interface Subscription {
  /** Takes no more, waits for the batch at work, and leaves what is unsettled to whoever comes next. */
  close(): Promise<void>;
}

/** Never thrown, because the rest of a window is not lost with one of its events. */
export interface PublishResult {
  /** Ids of the events that every bound queue now holds. */
  confirmed: readonly string[];
  /** Why none of the others can be published now: the broker is away. */
  away?: Error;
}

/** Messages that wait for a person. */
export interface Parked {
  /** Events of types that no queue is bound to. */
  unrouted: number;
  /** Queue of this process → what its consumer could not handle. */
  dead: Readonly<Record<string, number>>;
}

/**
 * The bus between services: a topic exchange, and a queue for each consumer. What is published is delivered
 * at least once, in order but for what has to be delivered again.
 */
export interface Bus {
  readonly kind: 'amqp' | 'in-process';
  publish(events: readonly DomainEvent[]): Promise<PublishResult>;
  /** Declares the queue and consumes it; with the broker away, as soon as it is back. */
  subscribe(queue: QueueDefinition, handle: BatchHandler): Promise<Subscription>;
  /** Whether an event could be published now. */
  healthy(): Promise<boolean>;
  /** @throws where the broker is away */
  parked(): Promise<Parked>;
  /** Closes the subscriptions, then the connection. */
  close(): Promise<void>;
}

/** How often, and how soon, an unsettled message comes back; the same for every bus. */
export interface Redelivery {
  /**
   * Deliveries without success after which the broker itself parks a message. High, because on RabbitMQ
   * before 4 each crash of a consumer counts: 40 crashes in a row must not lose an event.
   */
  limit: number;
  /** Milliseconds before a message that made the handler throw is given back, times two for each time. */
  pause: number;
}

export const REDELIVERY: Redelivery = { limit: 50, pause: 200 };

/** Messages a batch. */
export const BATCH = 100;

/** Milliseconds that a closing subscription waits for its batch. */
export const CLOSING = 5_000;

/** Milliseconds to wait before the delivery after this many. */
export function pauseBefore({ pause }: Redelivery, deliveries: number): number {
  return Math.min(pause * 2 ** deliveries, 30_000);
}
