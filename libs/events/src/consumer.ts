import { type DomainEvent, type EventType } from '@siteninja/contracts';
import { type Ctx, type Logger, SYSTEM } from '@siteninja/core';
import { isDuplicateKey } from '@siteninja/mongo';
import { type Bus, type Delivery, type Subscription } from './bus/bus';
import { inbox } from './outbox/outbox';
import { transaction, type Tx, withContext } from './transaction';

/** What a service does when something happens elsewhere. */
export interface Consumer<C extends Ctx = Ctx> {
  /** With the service's name it makes the name of the queue: `content.limits`. Never rename it. */
  name: string;
  types: readonly (EventType | '#')[];
  /** Only one process of the service at a time: for those that number what they get. */
  singleActive?: boolean;
  /**
   * Runs inside a transaction, with the event's tenant, and takes effect once for each event. It may be
   * called more than once before that, with events of other tenants in the same transaction, and with an
   * older version of a thing after a newer one.
   */
  handle(tx: Tx<C>, event: DomainEvent): Promise<void>;
}

export interface ConsumersOptions<C extends Ctx> {
  service: string;
  consumers: readonly Consumer<C>[];
  bus: Bus;
  /** The base of the context that `handle` gets: config, ports, database, clock, log. */
  contextFor(event: DomainEvent): C;
  log: Logger;
  /** Milliseconds before each further try of an event that failed; after the last one it is parked. */
  pauses?: readonly number[];
}

export interface RunningConsumers {
  /** Finishes the batches at work; what is left stays in the queues. */
  close(): Promise<void>;
}

const PAUSES = [200, 1_000, 5_000, 15_000];
/** For a batch of 100 on a busy machine. */
const BATCH_TIMEOUT_MS = 30_000;
/** Milliseconds between looks at a database that is away. */
const DATABASE_AWAY = 1_000;

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
  readonly #consumer: Consumer<C>;
  readonly #options: ConsumersOptions<C>;
  readonly #queue: string;
  readonly #timers = new Set<NodeJS.Timeout>();
  #subscription: Subscription | undefined;
  /** One thing at a time: a batch, or an event that is tried again. */
  #line: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(consumer: Consumer<C>, options: ConsumersOptions<C>) {
    this.#consumer = consumer;
    this.#options = options;
    this.#queue = `${options.service}.${consumer.name}`;
  }

  async start(): Promise<void> {
    const { types, singleActive = false } = this.#consumer;
    this.#subscription = await this.#options.bus.subscribe(
      { name: this.#queue, types, singleActive },
      (batch) => this.#inLine(() => this.#take(batch)),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#subscription?.close();
  }

  #inLine(work: () => Promise<void>): Promise<void> {
    const turn = this.#line.then(work);
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  async #take(batch: readonly Delivery[]): Promise<void> {
    const items = batch.flatMap((delivery) => this.#read(delivery));
    if (items.length === 0 || this.#closed) return;
    if (await this.#together(items)) return;
    for (const item of items) await this.#alone(item, 0);
  }

  /** Parks what is no event, and skips what the queue is still bound to from an earlier version. */
  #read(delivery: Delivery): Item[] {
    const event = parse(delivery.body);
    if (!event) {
      this.#options.log.error('a message that is no event was parked', { queue: this.#queue });
      delivery.park();
      return [];
    }
    const { types } = this.#consumer;
    if (types.includes('#') || types.includes(event.type)) return [{ event, delivery }];
    delivery.done();
    return [];
  }

  /** @returns false where it has to be tried one by one */
  async #together(items: readonly Item[]): Promise<boolean> {
    try {
      await this.#once(items.map(({ event }) => event));
    } catch (error) {
      this.#options.log.debug('a batch is handled one by one', { queue: this.#queue, error });
      return false;
    }
    for (const { delivery } of items) delivery.done();
    return true;
  }

  async #alone(item: Item, failures: number): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#once([item.event]);
        item.delivery.done();
        return;
      } catch (error) {
        // While the database is away nothing is the event's fault; what follows would fail likewise.
        if (await this.#databaseAnswers(item.event)) {
          this.#tryLater(item, failures, error);
          return;
        }
        await new Promise((go) => setTimeout(go, DATABASE_AWAY));
      }
    }
  }

  /** The event waits for its next try, and lets the others pass. */
  #tryLater(item: Item, failures: number, error: unknown): void {
    const facts = {
      queue: this.#queue,
      event: item.event.id,
      type: item.event.type,
      failures: failures + 1,
      error,
    };
    const pause = (this.#options.pauses ?? PAUSES)[failures];
    if (pause === undefined) {
      this.#options.log.error('an event was parked', facts);
      item.delivery.park();
      return;
    }
    this.#options.log.warn('an event will be tried again', facts);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#inLine(() => this.#alone(item, failures + 1)).catch(() => undefined);
    }, pause);
    this.#timers.add(timer);
  }

  /** Handles the events that have not taken effect yet, all or none. */
  async #once(events: readonly DomainEvent[]): Promise<void> {
    const byId = new Map(events.map((event) => [this.#inboxId(event), event]));
    try {
      await this.#commit(byId);
    } catch (error) {
      // Looking first would cost each batch a query; after a duplicate there is nearly always another.
      if (!isDuplicateKey(error)) throw error;
      await this.#forget(byId);
      await this.#commit(byId);
    }
  }

  async #commit(byId: ReadonlyMap<string, DomainEvent>): Promise<void> {
    const [first] = byId.values();
    if (!first) return;
    const work = async (tx: Tx<C>): Promise<void> => {
      await inbox.in(tx).insertMany([...byId.keys()].map((_id) => ({ _id })));
      for (const event of byId.values()) {
        await withContext(tx, this.#contextFor(event), (own) => this.#consumer.handle(own, event));
      }
    };
    // A batch is of many tenants, so it takes turns with none of them.
    await transaction(this.#contextFor(first), work, { mutex: null, timeoutMs: BATCH_TIMEOUT_MS });
  }

  async #forget(byId: Map<string, DomainEvent>): Promise<void> {
    const [first] = byId.values();
    if (!first) return;
    const done = await inbox.in(this.#contextFor(first)).find({ _id: { $in: [...byId.keys()] } });
    for (const { _id } of done) byId.delete(_id);
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
      await db?.command({ ping: 1 }, { timeoutMS: 2_000 });
      return db !== undefined;
    } catch {
      return false;
    }
  }
}

function parse(body: string): DomainEvent | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** As much as the inbox and the choice of a handler need; a type that only newer services know passes. */
function isEvent(value: unknown): value is DomainEvent {
  return (
    isObject(value) &&
    typeof value.id === 'string' &&
    value.id !== '' &&
    typeof value.type === 'string' &&
    (value.tenantId === null || typeof value.tenantId === 'string') &&
    isObject(value.resource) &&
    isObject(value.data)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
