import { type Logger } from '@siteninja/core';
import { BatchQueue } from './batch-queue';
import {
  type BatchHandler,
  type Delivery,
  type QueueDefinition,
  type Redelivery,
  redeliveryDelayMs,
  type Subscription,
} from './bus';

interface Message {
  body: string;
  redeliveries: number;
  /** Settles when it has taken effect or is dead-lettered. */
  settled: Promise<void>;
  settle(): void;
}

/** What it has not settled goes back to the queue when it leaves. */
interface Subscriber {
  batches: BatchQueue<Message>;
  unacknowledged: Set<Message>;
  timers: Set<NodeJS.Timeout>;
}

/** One queue of the in-process bus. */
export class InProcessQueue {
  readonly deadLetters: string[] = [];
  readonly #definition: QueueDefinition;
  readonly #redelivery: Redelivery;
  readonly #log: Logger;
  /** Every message that is not settled, by event: an event that is published again is not queued twice. */
  readonly #messages = new Map<string, Message>();
  readonly #ready: Message[] = [];
  readonly #subscribers: Subscriber[] = [];

  constructor(definition: QueueDefinition, redelivery: Redelivery, log: Logger) {
    this.#definition = definition;
    this.#redelivery = redelivery;
    this.#log = log;
  }

  takes(type: string): boolean {
    return this.#definition.types.some((bound) => bound === '#' || bound === type);
  }

  /** Settles when the event has taken effect here, or is dead-lettered. */
  enqueue(id: string, body: string): Promise<void> {
    const known = this.#messages.get(id);
    if (known) return known.settled;
    let settle = (): void => undefined;
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const message: Message = {
      body,
      redeliveries: 0,
      settled,
      settle: () => {
        this.#messages.delete(id);
        settle();
      },
    };
    this.#messages.set(id, message);
    this.#ready.push(message);
    this.#dispatch();
    return settled;
  }

  subscribe(handle: BatchHandler): Subscription {
    const subscriber: Subscriber = {
      unacknowledged: new Set(),
      timers: new Set(),
      batches: new BatchQueue((batch) => this.#deliver(subscriber, handle, batch)),
    };
    this.#subscribers.push(subscriber);
    this.#dispatch();
    return { close: () => this.#leave(subscriber) };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#subscribers].map((subscriber) => this.#leave(subscriber)));
  }

  /** Gives what is ready to the subscribers in turn; of a single-active queue, to the first. */
  #dispatch(): void {
    const [subscriber] = this.#subscribers;
    if (!subscriber) return;
    const messages = this.#ready.splice(0);
    for (const message of messages) subscriber.unacknowledged.add(message);
    subscriber.batches.add(...messages);
    if (!this.#definition.singleActive) this.#subscribers.push(...this.#subscribers.splice(0, 1));
  }

  async #deliver(subscriber: Subscriber, handle: BatchHandler, messages: readonly Message[]): Promise<void> {
    try {
      await handle(messages.map((message) => this.#delivery(subscriber, message)));
    } catch (error) {
      this.#log.warn('a batch failed', { queue: this.#definition.name, error });
      for (const message of messages) {
        if (subscriber.unacknowledged.has(message)) this.#requeueLater(subscriber, message);
      }
    }
  }

  #delivery({ unacknowledged }: Subscriber, message: Message): Delivery {
    return {
      body: message.body,
      ack: () => {
        if (unacknowledged.delete(message)) message.settle();
      },
      deadLetter: () => {
        if (unacknowledged.delete(message)) this.#deadLetter(message);
      },
    };
  }

  #deadLetter(message: Message): void {
    this.deadLetters.push(message.body);
    this.#log.error('an event was dead-lettered', { queue: this.#definition.name, body: message.body });
    message.settle();
  }

  #requeueLater(subscriber: Subscriber, message: Message): void {
    const timer = setTimeout(
      () => {
        subscriber.timers.delete(timer);
        if (subscriber.unacknowledged.delete(message)) this.#requeue([message]);
        this.#dispatch();
      },
      redeliveryDelayMs(this.#redelivery, message.redeliveries),
    );
    subscriber.timers.add(timer);
  }

  #requeue(messages: Message[]): void {
    const again = messages.filter((message) => {
      message.redeliveries += 1;
      if (message.redeliveries <= this.#redelivery.limit) return true;
      this.#deadLetter(message);
      return false;
    });
    this.#ready.unshift(...again);
  }

  async #leave(subscriber: Subscriber): Promise<void> {
    const index = this.#subscribers.indexOf(subscriber);
    if (index >= 0) this.#subscribers.splice(index, 1);
    await subscriber.batches.close();
    for (const timer of subscriber.timers) clearTimeout(timer);
    const left = [...subscriber.unacknowledged];
    subscriber.unacknowledged.clear();
    this.#requeue(left);
    this.#dispatch();
  }
}
