import { EventEmitter } from 'node:events';
import { type DomainEvent } from '@siteninja/contracts';
import { isOverWithin, type Logger } from '@siteninja/core';
import {
  type BatchHandler,
  type Bus,
  type DeadLetterCounts,
  type PublishResult,
  type QueueDefinition,
  REDELIVERY,
  type Redelivery,
  type Subscription,
} from './bus';
import { InProcessQueue } from './in-process-queue';

export interface InProcessBusOptions {
  log: Logger;
  /**
   * Publish nothing until `open()` is called. A process with several services opens the bus once all of them
   * have subscribed; before that an event would miss the queues that are not there yet.
   */
  waitForOpen?: boolean;
  redelivery?: Redelivery;
  /** How long a publish waits for the consumers; what is not confirmed by then stays in the outbox for now. */
  confirmTimeoutMs?: number;
}

export interface InProcessBus extends Bus {
  open(): void;
  /** The messages that the consumers of a queue could not handle. */
  deadLetters(queue: string): readonly string[];
}

/**
 * A bus for `npm start` and tests that behaves like RabbitMQ. It stores nothing: a publish is confirmed when
 * every bound queue's consumer has committed the event, so until then it stays in the outbox.
 */
export function inProcessBus(options: InProcessBusOptions): InProcessBus {
  return new LocalBus(options);
}

class LocalBus implements InProcessBus {
  readonly kind = 'in-process';
  readonly #queues = new Map<string, InProcessQueue>();
  readonly #announced = new EventEmitter();
  readonly #log: Logger;
  readonly #redelivery: Redelivery;
  readonly #confirmTimeoutMs: number;
  #open: boolean;
  #unrouted = 0;

  constructor({ log, waitForOpen, redelivery, confirmTimeoutMs }: InProcessBusOptions) {
    this.#log = log;
    this.#redelivery = redelivery ?? REDELIVERY;
    this.#confirmTimeoutMs = confirmTimeoutMs ?? 1_000;
    this.#open = !waitForOpen;
  }

  open(): void {
    this.#open = true;
  }

  async publish(events: readonly DomainEvent[]): Promise<PublishResult> {
    if (!this.#open) return { confirmed: [], unavailable: new Error('The in-process bus is not open.') };
    const confirmed: string[] = [];
    const all = Promise.all(
      events.map(async (event) => {
        await this.#route(event);
        confirmed.push(event.id);
      }),
    );
    await isOverWithin(this.#confirmTimeoutMs, all);
    return { confirmed: [...confirmed] };
  }

  subscribe(definition: QueueDefinition, handle: BatchHandler): Promise<Subscription> {
    let queue = this.#queues.get(definition.name);
    if (!queue) {
      queue = new InProcessQueue(definition, this.#redelivery, this.#log);
      this.#queues.set(definition.name, queue);
    }
    return Promise.resolve(queue.subscribe(handle));
  }

  announce(service: string): void {
    this.#announced.emit(service);
  }

  onAnnounced(service: string, heard: () => void): void {
    this.#announced.on(service, heard);
  }

  deadLetters(queue: string): readonly string[] {
    return this.#queues.get(queue)?.deadLetters ?? [];
  }

  healthy(): Promise<boolean> {
    return Promise.resolve(this.#open);
  }

  countDeadLetters(): Promise<DeadLetterCounts> {
    const counts = [...this.#queues].map(([name, { deadLetters }]): [string, number] => [
      name,
      deadLetters.length,
    ]);
    return Promise.resolve({ unrouted: this.#unrouted, byQueue: Object.fromEntries(counts) });
  }

  async close(): Promise<void> {
    this.#open = false;
    this.#announced.removeAllListeners();
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }

  async #route(event: DomainEvent): Promise<void> {
    const bound = [...this.#queues.values()].filter((queue) => queue.takes(event.type));
    if (bound.length === 0) {
      this.#unrouted += 1;
      this.#log.warn('no queue takes this type of event', { type: event.type, event: event.id });
    }
    const body = JSON.stringify(event);
    await Promise.all(bound.map((queue) => queue.enqueue(event.id, body)));
  }
}
