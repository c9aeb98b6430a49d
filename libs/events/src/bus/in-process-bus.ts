import { type DomainEvent } from '@siteninja/contracts';
import { isOverWithin, type Logger } from '@siteninja/core';
import { Batches } from './batch-queue';
import {
  type BatchHandler,
  type Bus,
  type Delivery,
  type Parked,
  pauseBefore,
  type PublishResult,
  type QueueDefinition,
  REDELIVERY,
  type Redelivery,
  type Subscription,
} from './bus';

export interface InProcessBusOptions {
  log: Logger;
  /**
   * Publish nothing until `open()` is called. A process with several services opens the bus once all of them
   * have subscribed; before that an event would miss the queues that are not there yet.
   */
  waitForOpen?: boolean;
  redelivery?: Redelivery;
  /** Milliseconds that a publish waits for the consumers; what is not done by then is asked for again. */
  confirmWithin?: number;
}

export interface InProcessBus extends Bus {
  open(): void;
  /** What the consumers of a queue could not handle. */
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
  readonly #queues = new Map<string, LocalQueue>();
  readonly #log: Logger;
  readonly #redelivery: Redelivery;
  readonly #confirmWithin: number;
  #open: boolean;
  #unrouted = 0;

  constructor({ log, waitForOpen, redelivery, confirmWithin }: InProcessBusOptions) {
    this.#log = log;
    this.#redelivery = redelivery ?? REDELIVERY;
    this.#confirmWithin = confirmWithin ?? 1_000;
    this.#open = !waitForOpen;
  }

  open(): void {
    this.#open = true;
  }

  async publish(events: readonly DomainEvent[]): Promise<PublishResult> {
    if (!this.#open) return { confirmed: [], away: new Error('The in-process bus is not open.') };
    const confirmed: string[] = [];
    const all = Promise.all(
      events.map(async (event) => {
        await this.#route(event);
        confirmed.push(event.id);
      }),
    );
    await isOverWithin(this.#confirmWithin, all);
    return { confirmed: [...confirmed] };
  }

  subscribe(definition: QueueDefinition, handle: BatchHandler): Promise<Subscription> {
    let queue = this.#queues.get(definition.name);
    if (!queue) {
      queue = new LocalQueue(definition, this.#redelivery, this.#log);
      this.#queues.set(definition.name, queue);
    }
    return Promise.resolve(queue.subscribe(handle));
  }

  deadLetters(queue: string): readonly string[] {
    return this.#queues.get(queue)?.dead ?? [];
  }

  healthy(): Promise<boolean> {
    return Promise.resolve(this.#open);
  }

  parked(): Promise<Parked> {
    const dead = [...this.#queues].map(([name, queue]): [string, number] => [name, queue.dead.length]);
    return Promise.resolve({ unrouted: this.#unrouted, dead: Object.fromEntries(dead) });
  }

  async close(): Promise<void> {
    this.#open = false;
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }

  async #route(event: DomainEvent): Promise<void> {
    const bound = [...this.#queues.values()].filter((queue) => queue.takes(event.type));
    if (bound.length === 0) {
      this.#unrouted += 1;
      this.#log.warn('no queue takes this type of event', { type: event.type, event: event.id });
    }
    const body = JSON.stringify(event);
    await Promise.all(bound.map((queue) => queue.offer(event.id, body)));
  }
}

/** A message in a queue. */
interface Entry {
  body: string;
  /** Times it came back. */
  returns: number;
  /** Settles when it has taken effect or is parked. */
  settled: Promise<void>;
  settle(): void;
}

/** One subscriber's part of a queue; what it holds goes back to the queue when it leaves. */
interface Member {
  batches: Batches<Entry>;
  held: Set<Entry>;
  timers: Set<NodeJS.Timeout>;
}

class LocalQueue {
  readonly dead: string[] = [];
  readonly #definition: QueueDefinition;
  readonly #redelivery: Redelivery;
  readonly #log: Logger;
  /** Every entry that is not settled, by event: an event that is offered again is not queued twice. */
  readonly #entries = new Map<string, Entry>();
  readonly #ready: Entry[] = [];
  readonly #members: Member[] = [];

  constructor(definition: QueueDefinition, redelivery: Redelivery, log: Logger) {
    this.#definition = definition;
    this.#redelivery = redelivery;
    this.#log = log;
  }

  takes(type: string): boolean {
    return this.#definition.types.some((bound) => bound === '#' || bound === type);
  }

  /** Settles when the event has taken effect here, or is parked. */
  offer(id: string, body: string): Promise<void> {
    const known = this.#entries.get(id);
    if (known) return known.settled;
    let settle = (): void => undefined;
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const entry: Entry = {
      body,
      returns: 0,
      settled,
      settle: () => {
        this.#entries.delete(id);
        settle();
      },
    };
    this.#entries.set(id, entry);
    this.#ready.push(entry);
    this.#dispatch();
    return settled;
  }

  subscribe(handle: BatchHandler): Subscription {
    const member: Member = {
      held: new Set(),
      timers: new Set(),
      batches: new Batches((batch) => this.#deliver(member, handle, batch)),
    };
    this.#members.push(member);
    this.#dispatch();
    return { close: () => this.#leave(member) };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#members].map((member) => this.#leave(member)));
  }

  /** Gives what is ready to the subscribers in turn; of a single-active queue, to the first. */
  #dispatch(): void {
    const [member] = this.#members;
    if (!member) return;
    const entries = this.#ready.splice(0);
    for (const entry of entries) member.held.add(entry);
    member.batches.add(...entries);
    if (!this.#definition.singleActive) this.#members.push(...this.#members.splice(0, 1));
  }

  async #deliver(member: Member, handle: BatchHandler, entries: readonly Entry[]): Promise<void> {
    try {
      await handle(entries.map((entry) => this.#delivery(member, entry)));
    } catch (error) {
      this.#log.warn('a batch failed', { queue: this.#definition.name, error });
      for (const entry of entries) if (member.held.has(entry)) this.#giveBackLater(member, entry);
    }
  }

  #delivery(member: Member, entry: Entry): Delivery {
    return {
      body: entry.body,
      redelivered: entry.returns > 0,
      done: () => {
        if (member.held.delete(entry)) entry.settle();
      },
      park: () => {
        if (member.held.delete(entry)) this.#park(entry);
      },
    };
  }

  #park(entry: Entry): void {
    this.dead.push(entry.body);
    this.#log.error('an event was parked', { queue: this.#definition.name, body: entry.body });
    entry.settle();
  }

  #giveBackLater(member: Member, entry: Entry): void {
    const timer = setTimeout(
      () => {
        member.timers.delete(timer);
        if (member.held.delete(entry)) this.#giveBack([entry]);
        this.#dispatch();
      },
      pauseBefore(this.#redelivery, entry.returns),
    );
    member.timers.add(timer);
  }

  #giveBack(entries: Entry[]): void {
    const again = entries.filter((entry) => {
      entry.returns += 1;
      if (entry.returns <= this.#redelivery.limit) return true;
      this.#park(entry);
      return false;
    });
    this.#ready.unshift(...again);
  }

  async #leave(member: Member): Promise<void> {
    const index = this.#members.indexOf(member);
    if (index >= 0) this.#members.splice(index, 1);
    await member.batches.close();
    for (const timer of member.timers) clearTimeout(timer);
    const left = [...member.held];
    member.held.clear();
    this.#giveBack(left);
    this.#dispatch();
  }
}
