import { type DomainEvent } from '@siteninja/contracts';
import { type Ctx, isOverWithin } from '@siteninja/core';
import { type Bus, CLOSING } from '../bus/bus';
import { FirstLook } from '../first-look';
import { Lease } from './lease';
import { type OutboxRow, rawOutbox } from './outbox';
import { watchOutbox, type Watch } from './watch';

export interface RelayOptions {
  /** The service's own context; the relay acts for no tenant. */
  ctx: Ctx;
  /** Null for a service without a broker: its outbox waits. */
  bus: Bus | null;
  /**
   * Called with committed events before they are published, and also while the broker is away: what it does
   * (it purges caches) needs no broker. It may see an event twice; what it throws is logged and holds up
   * nothing.
   */
  beforePublish?: (events: readonly DomainEvent[]) => Promise<void>;
  /** Milliseconds between looks at the outbox that nothing called for. */
  pollEvery?: number;
}

/** What readiness tells of a relay. */
export interface RelayFacts {
  /** Whether an event could be published now. */
  connected: boolean;
  /** Events in the outbox. */
  waiting: number;
  /** How long the oldest of them has waited. */
  backlogSeconds: number;
}

export interface Relay {
  /** Something was committed: look at once. */
  wake(): void;
  facts(): Promise<RelayFacts>;
  /** Finishes the window at work, 5 s at most, and hands the lease on. */
  stop(): Promise<void>;
}

/** Starts the service's relay, which publishes what stands in the outbox and then deletes it. */
export function startRelay(options: RelayOptions): Relay {
  const relay = new OutboxRelay(options);
  relay.start();
  return relay;
}

/** Events published together, and then deleted together. */
const WINDOW = 100;
/** Ids a filter. MongoDB does not mind; SecantusDB takes twice as long for one filter of 100 as for ten of 10. */
const IDS = 10;
const POLL = 5_000;
/** Milliseconds after a failure, doubled for each further one. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 1_000;

class OutboxRelay implements Relay {
  readonly #options: RelayOptions;
  readonly #lease: Lease;
  readonly #firstLook: FirstLook;
  #watch: Watch | undefined;
  #loop: Promise<void> = Promise.resolve();
  #stopping = false;
  /** Something may have been committed since the last look began. */
  #woken = true;
  #wakeUp: () => void = () => undefined;
  #failures = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#lease = new Lease(options.ctx, 'relay');
    this.#firstLook = new FirstLook(options.ctx, options.beforePublish);
  }

  start(): void {
    this.#watch = watchOutbox(this.#options.ctx, () => this.wake());
    this.#loop = this.#run();
  }

  wake(): void {
    this.#woken = true;
    this.#wakeUp();
  }

  async facts(): Promise<RelayFacts> {
    const { ctx, bus } = this.#options;
    const rows = rawOutbox(ctx);
    const [connected, waiting] = await Promise.all([bus?.healthy() ?? false, rows.estimatedDocumentCount()]);
    const oldest = waiting > 0 ? await rows.findOne({}, { sort: { $natural: 1 } }) : null;
    const age = oldest ? ctx.clock.now().getTime() - oldest.createdAt.getTime() : 0;
    return { connected, waiting, backlogSeconds: Math.max(age / 1000, 0) };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await isOverWithin(CLOSING, Promise.all([this.#loop, this.#watch?.close()]));
    await this.#lease.release().catch((error: unknown) => {
      this.#options.ctx.log.debug('the lease of the relay was not released', { error });
    });
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#woken = false;
      let problem: Error | undefined;
      try {
        if (await this.#lease.hold()) problem = await this.#look();
      } catch (error) {
        problem = error instanceof Error ? error : new Error(String(error));
      }
      this.#report(problem);
      await this.#rest(problem !== undefined);
    }
  }

  /** Publishes the whole backlog. @returns what stood in the way */
  async #look(): Promise<Error | undefined> {
    const { ctx, bus } = this.#options;
    if (!bus || !(await bus.healthy())) {
      await this.#firstLook.atWhatIsNew();
      return (await this.#isEmpty()) ? undefined : new Error('The broker is away.');
    }
    // One moment's state, in the order of writing. A second change of a thing can only have begun when the
    // first was committed, so in one moment's state it never stands there without the first.
    const cursor = rawOutbox(ctx).find(
      {},
      { sort: { $natural: 1 }, batchSize: 5 * WINDOW, readConcern: { level: 'snapshot' } },
    );
    try {
      return await this.#publishAll(bus, cursor);
    } finally {
      await cursor.close();
    }
  }

  async #publishAll(bus: Bus, cursor: AsyncIterable<OutboxRow>): Promise<Error | undefined> {
    // While one window is deleted, the next one is published.
    let deleting: Promise<unknown> = Promise.resolve();
    let unconfirmed = 0;
    try {
      for await (const events of windows(cursor)) {
        if (this.#stopping || !(await this.#lease.hold())) return undefined;
        await this.#firstLook.at(events);
        const { confirmed, away } = await bus.publish(events);
        await deleting;
        deleting = this.#delete(confirmed);
        // Awaited in its turn; until then a failure must not look like one that nobody handles.
        deleting.catch(() => undefined);
        if (away) return away;
        unconfirmed += events.length - confirmed.length;
      }
    } finally {
      await deleting;
    }
    return unconfirmed > 0 ? new Error(`${unconfirmed} events were not confirmed.`) : undefined;
  }

  async #delete(ids: readonly string[]): Promise<void> {
    const deletes = [];
    for (let first = 0; first < ids.length; first += IDS) {
      deletes.push({ deleteMany: { filter: { _id: { $in: ids.slice(first, first + IDS) } } } });
    }
    if (deletes.length > 0) await rawOutbox(this.#options.ctx).bulkWrite(deletes, { ordered: false });
  }

  async #isEmpty(): Promise<boolean> {
    return (await rawOutbox(this.#options.ctx).findOne({}, { projection: { _id: 1 } })) === null;
  }

  /** One line when trouble begins, and one when it is over. */
  #report(problem: Error | undefined): void {
    const { log } = this.#options.ctx;
    if (problem && this.#failures === 0) log.warn('events wait in the outbox', { reason: problem.message });
    if (!problem && this.#failures > 0) log.info('events are published again');
    this.#failures = problem ? this.#failures + 1 : 0;
  }

  async #rest(failed: boolean): Promise<void> {
    if (this.#stopping) return;
    if (!failed && this.#woken && this.#lease.wait === 0) return;
    const poll = this.#options.pollEvery ?? POLL;
    const backoff = Math.min(FIRST_PAUSE * 2 ** (this.#failures - 1), LONGEST_PAUSE);
    const pause = failed ? backoff : Math.min(this.#lease.wait || poll, poll);
    const deaf = failed || this.#lease.wait > 0;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.#wakeUp = () => {
        // After a failure, and while another process has the lease, only the end of the service counts.
        if (deaf && !this.#stopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wakeUp = () => undefined;
  }
}

async function* windows(rows: AsyncIterable<OutboxRow>): AsyncGenerator<DomainEvent[]> {
  let events: DomainEvent[] = [];
  for await (const { event } of rows) {
    events.push(event);
    if (events.length < WINDOW) continue;
    yield events;
    events = [];
  }
  if (events.length > 0) yield events;
}
