import { type DomainEvent } from '@siteninja/contracts';
import { type Ctx, inTime, isDatabaseUnavailable, type Logger, pause, SYSTEM } from '@siteninja/core';
import { isDuplicateKey } from '@siteninja/mongo';
import { Mutex } from 'async-mutex';
import { type Bus, type Delivery, type Subscription } from './bus/bus';
import { type AnyConsumer, type BatchedEvent } from './consumer-definition';
import { erasedAmong } from './erased-tenants';
import { inbox } from './outbox/outbox';
import { parseEvent } from './parse-event';
import { transaction, withContext } from './transaction';
import { type Tx } from './tx';

export interface ConsumersOptions<C extends Ctx> {
  service: string;
  consumers: readonly AnyConsumer<C>[];
  bus: Bus;
  /** The base of the context that `handle` gets: config, ports, database, clock, log. */
  contextFor(event: DomainEvent): C;
  log: Logger;
  /** Before each retry of an event that failed; after the last one it is dead-lettered. */
  retryDelaysMs?: readonly number[];
  /** Told what became of events, and of how many. */
  onOutcome?: (consumer: string, outcome: ConsumerOutcome, events: number) => void;
}

/** `handled` also counts what the inbox knew already, and what no consumer need do anything about. */
export type ConsumerOutcome = 'handled' | 'retried' | 'dead_lettered';

export interface RunningConsumers {
  /** Finishes the batches in progress; what is left stays in the queues. */
  close(): Promise<void>;
}

const RETRY_DELAYS_MS = [200, 1_000, 5_000, 15_000];
/** For a batch of 100 on a busy machine. */
const BATCH_TIMEOUT_MS = 30_000;
/** A batch that clashes with other writers is tried whole so often before it is halved. */
const MAX_CLASHES = 3;
/** Before the first of these tries; doubled each time. */
const CLASH_PAUSE_MS = 50;
/** Between two pings of a database that is unavailable. */
const PING_INTERVAL_MS = 1_000;
const PING_TIMEOUT_MS = 2_000;

/** Declares the queues of a service's consumers, and handles what they get. */
export async function startConsumers<C extends Ctx>(options: ConsumersOptions<C>): Promise<RunningConsumers> {
  const running = options.consumers.map((consumer) => new RunningConsumer(consumer, options));
  await Promise.all(running.map((consumer) => consumer.start()));
  return {
    close: async () => {
      await Promise.all(running.map((consumer) => consumer.close()));
    },
  };
}

/** An event, and the message that brought it. */
interface Item {
  event: DomainEvent;
  delivery: Delivery;
}

class RunningConsumer<C extends Ctx> {
  readonly #consumer: AnyConsumer<C>;
  readonly #options: ConsumersOptions<C>;
  readonly #queue: string;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #closing = new AbortController();
  /** One thing at a time: a batch, or an event that is retried. */
  readonly #mutex = new Mutex();
  #subscription: Subscription | undefined;
  /** Whether the log has heard of the batch in hand. */
  #isWarned = false;

  constructor(consumer: AnyConsumer<C>, options: ConsumersOptions<C>) {
    this.#consumer = consumer;
    this.#options = options;
    this.#queue = `${options.service}.${consumer.name}`;
  }

  async start(): Promise<void> {
    const { types, singleActive = false } = this.#consumer;
    this.#subscription = await this.#options.bus.subscribe(
      { name: this.#queue, types, singleActive },
      (batch) => this.#mutex.runExclusive(() => this.#receive(batch)),
    );
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#subscription?.close();
  }

  async #receive(batch: readonly Delivery[]): Promise<void> {
    const items = batch.flatMap((delivery) => this.#read(delivery));
    this.#isWarned = false;
    if (items.length > 0) await this.#handle(items, 0);
  }

  /** Dead-letters what is no event, and skips types that the queue is still bound to from an earlier version. */
  #read(delivery: Delivery): Item[] {
    const event = parseEvent(delivery.body);
    if (!event) {
      this.#options.log.error('a message that is no event was dead-lettered', { queue: this.#queue });
      delivery.deadLetter();
      this.#tell('dead_lettered', 1);
      return [];
    }
    const { types } = this.#consumer;
    if (types.includes('#') || types.includes(event.type)) return [{ event, delivery }];
    delivery.ack();
    return [];
  }

  /**
   * Handles all in one transaction. Where that fails the batch is halved again and again, so that one event that
   * cannot be handled costs a few transactions, and the others theirs together.
   * @param failures of a single item, so far
   */
  async #handle(items: readonly Item[], failures: number): Promise<void> {
    const [first] = items;
    let clashes = 0;
    while (first && !this.#closing.signal.aborted) {
      const failure = await this.#commitAndAck(items);
      if (!failure) return;
      const { error } = failure;
      this.#warnOnce(items, error);
      if (!(await this.#databaseAnswers(first.event))) {
        // Nothing is the events' fault now, and all others would fail likewise.
        await pause(PING_INTERVAL_MS, this.#closing.signal);
      } else if (isDatabaseUnavailable(error) && clashes < MAX_CLASHES) {
        await pause(CLASH_PAUSE_MS * 2 ** clashes, this.#closing.signal);
        clashes += 1;
      } else {
        await this.#isolate(items, failures, error);
        return;
      }
    }
  }

  /** Of a batch that is tried again, and halved, the first failure says enough. */
  #warnOnce(items: readonly Item[], error: unknown): void {
    if (items.length === 1 || this.#isWarned) return;
    this.#isWarned = true;
    const facts = { queue: this.#queue, events: items.length, error };
    this.#options.log.warn('a batch of events failed and is tried again', facts);
  }

  async #isolate(items: readonly Item[], failures: number, error: unknown): Promise<void> {
    const [first] = items;
    if (first && items.length === 1) {
      this.#retryLater(first, failures + 1, error);
      return;
    }
    this.#options.log.debug('a batch that failed is halved', { queue: this.#queue, error });
    const middle = Math.ceil(items.length / 2);
    await this.#handle(items.slice(0, middle), 0);
    await this.#handle(items.slice(middle), 0);
  }

  /** The event waits for its retry, and lets the others pass. */
  #retryLater(item: Item, failures: number, error: unknown): void {
    const { id: event, type, requestId } = item.event;
    const facts = { queue: this.#queue, event, type, requestId, failures, error };
    const delays = this.#options.retryDelaysMs ?? RETRY_DELAYS_MS;
    // What the database could not do now is no fault of the event's, however often.
    const delayMs = delays[failures - 1] ?? (isDatabaseUnavailable(error) ? delays.at(-1) : undefined);
    if (delayMs === undefined) {
      this.#options.log.error('an event was dead-lettered', facts);
      item.delivery.deadLetter();
      this.#tell('dead_lettered', 1);
      return;
    }
    this.#options.log.warn('an event will be retried', facts);
    this.#tell('retried', 1);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#mutex.runExclusive(() => this.#handle([item], failures)).catch(() => undefined);
    }, delayMs);
    this.#timers.add(timer);
  }

  /** @returns what stood in the way */
  async #commitAndAck(items: readonly Item[]): Promise<{ error: unknown } | undefined> {
    try {
      await this.#commitOnce(items.map(({ event }) => event));
    } catch (error) {
      return { error };
    }
    for (const { delivery } of items) delivery.ack();
    this.#tell('handled', items.length);
    return undefined;
  }

  #tell(outcome: ConsumerOutcome, events: number): void {
    this.#options.onOutcome?.(this.#consumer.name, outcome, events);
  }

  /** Handles those events that the inbox does not know yet. */
  async #commitOnce(events: readonly DomainEvent[]): Promise<void> {
    const byId = new Map(events.map((event) => [this.#inboxId(event), event]));
    try {
      await this.#commit(byId);
    } catch (error) {
      // Looking first would cost each batch a query; after a duplicate there is nearly always another.
      if (!isDuplicateKey(error)) throw error;
      await this.#removeHandled(byId);
      await this.#commit(byId);
    }
  }

  async #commit(byId: ReadonlyMap<string, DomainEvent>): Promise<void> {
    const [first] = byId.values();
    if (!first) return;
    const work = async (tx: Tx<C>): Promise<void> => {
      await inbox.in(tx).insertMany([...byId.keys()].map((_id) => ({ _id })));
      const events = [...byId.values()];
      const erased = await erasedAmong(
        tx,
        events.map(({ tenantId }) => tenantId),
      );
      const batch = events.map((event) => ({ event, isErased: erased.has(event.tenantId) }));
      await this.#handleAll(tx, batch);
    };
    // A batch is of many tenants, so it takes turns with none of them.
    await transaction(this.#contextFor(first), work, { mutex: null, timeoutMs: BATCH_TIMEOUT_MS });
  }

  async #handleAll(tx: Tx<C>, batch: readonly BatchedEvent[]): Promise<void> {
    const consumer = this.#consumer;
    if ('handleBatch' in consumer) {
      await consumer.handleBatch({ ...tx, tenantId: null }, batch);
      return;
    }
    for (const { event, isErased } of batch) {
      if (isErased) continue;
      await withContext(tx, this.#contextFor(event), (own) => consumer.handle(own, event));
    }
  }

  async #removeHandled(byId: Map<string, DomainEvent>): Promise<void> {
    const [first] = byId.values();
    if (!first) return;
    const handled = await inbox.in(this.#contextFor(first)).find({ _id: { $in: [...byId.keys()] } });
    for (const { _id } of handled) byId.delete(_id);
  }

  #contextFor(event: DomainEvent): C {
    const base = this.#options.contextFor(event);
    return { ...base, caller: SYSTEM, tenantId: event.tenantId, request: null, causedBy: event.id };
  }

  #inboxId(event: DomainEvent): string {
    return `${this.#consumer.name}:${event.id}`;
  }

  async #databaseAnswers(event: DomainEvent): Promise<boolean> {
    try {
      const { db } = this.#options.contextFor(event).db;
      if (!db) return false;
      await inTime(db.command({ ping: 1 }), PING_TIMEOUT_MS, () => new Error('No answer in time.'));
      return true;
    } catch {
      return false;
    }
  }
}
