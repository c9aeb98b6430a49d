import { type DomainEvent } from '@siteninja/contracts';
import { type Ctx, isOverWithin } from '@siteninja/core';
import { BATCH_SIZE, type Bus, CLOSE_TIMEOUT_MS } from '../bus/bus';
import { Lease } from './lease';
import { type OutboxRow, rawOutbox } from './outbox';
import { eventsRecorded } from './wake';

export interface RelayOptions {
  /** Whose outbox it is. */
  service: string;
  /** The service's own context; the relay acts for no tenant. */
  ctx: Ctx;
  /** Null for a service without a broker: its outbox waits. */
  bus: Bus | null;
  /** Between looks at the outbox that no commit called for. */
  pollIntervalMs?: number;
  /** Told of each event that was confirmed, with the time since it was recorded. */
  onPublished?: (delayMs: number) => void;
}

/** The state of a relay, for readiness. */
export interface RelayFacts {
  /** Whether an event could be published now. */
  connected: boolean;
  /** Events in the outbox. */
  waiting: number;
  /** How long the oldest of them has waited. */
  backlogSeconds: number;
}

export interface Relay {
  facts(): Promise<RelayFacts>;
  /** Finishes the batch in progress, 5 s at most, and releases the lease. */
  stop(): Promise<void>;
}

/** Starts the service's relay, which publishes what stands in the outbox and then deletes it. */
export function startRelay(options: RelayOptions): Relay {
  const relay = new OutboxRelay(options);
  relay.start();
  return relay;
}

/** MongoDB does not mind; SecantusDB takes twice as long for one filter of 100 ids as for ten of 10. */
const MAX_IDS_PER_FILTER = 10;
/** Batches that are published and not confirmed, or confirmed and not deleted yet. */
const MAX_UNDER_WAY = 4;
const POLL_INTERVAL_MS = 5_000;
/** After a failure; doubled for each further one. */
const MIN_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 1_000;

/** What became of one batch or more. */
interface Published {
  unconfirmed: number;
  /** Why none of the others can be published now. */
  unavailable?: Error | undefined;
}

class OutboxRelay implements Relay {
  readonly #options: RelayOptions;
  readonly #lease: Lease;
  #stopListening: () => void = () => undefined;
  #loop: Promise<void> = Promise.resolve();
  #stopping = false;
  /** Something may have been committed since the last look began. */
  #woken = true;
  #endPause: () => void = () => undefined;
  #failures = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#lease = new Lease(options.ctx, 'relay');
  }

  start(): void {
    const { bus, ctx, service } = this.#options;
    this.#stopListening = eventsRecorded.listen(ctx.db, () => this.#committedHere());
    bus?.onAnnounced(service, () => this.#wake());
    this.#loop = this.#run();
  }

  /** Where another process publishes, it has to be told: it hears only of what is committed in its own. */
  #committedHere(): void {
    if (!this.#lease.isHeld) this.#options.bus?.announce(this.#options.service);
    this.#wake();
  }

  /** Something was committed: look at once. */
  #wake(): void {
    this.#woken = true;
    this.#endPause();
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
    this.#stopListening();
    this.#wake();
    await isOverWithin(CLOSE_TIMEOUT_MS, this.#loop);
    await this.#lease.release().catch((error: unknown) => {
      this.#options.ctx.log.debug('the lease of the relay was not released', { error });
    });
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#woken = false;
      let problem: Error | undefined;
      try {
        if (await this.#lease.hold()) problem = await this.#publishBacklog();
      } catch (error) {
        problem = error instanceof Error ? error : new Error(String(error));
      }
      this.#report(problem);
      await this.#pause(problem !== undefined);
    }
  }

  /** @returns what stood in the way */
  async #publishBacklog(): Promise<Error | undefined> {
    const { ctx, bus } = this.#options;
    if (!bus) return this.#unlessEmpty('No broker is configured.');
    if (!(await bus.healthy())) return this.#unlessEmpty('The broker is unavailable.');
    // A snapshot in the order of writing. A second change of a resource can only have begun when the first was
    // committed, so no snapshot holds it without the first.
    const cursor = rawOutbox(ctx).find(
      {},
      { sort: { $natural: 1 }, batchSize: 5 * BATCH_SIZE, readConcern: { level: 'snapshot' } },
    );
    try {
      return await this.#publishAll(bus, cursor);
    } finally {
      await cursor.close();
    }
  }

  async #publishAll(bus: Bus, cursor: AsyncIterable<OutboxRow>): Promise<Error | undefined> {
    // Oldest first. A batch is published in order behind those before it, without waiting for their confirms.
    const underWay: Promise<Published>[] = [];
    const published: Published = { unconfirmed: 0 };
    const settleOldest = async (): Promise<void> => {
      const { unconfirmed = 0, unavailable } = (await underWay.shift()) ?? {};
      published.unconfirmed += unconfirmed;
      published.unavailable ??= unavailable;
    };
    try {
      for await (const events of batchesOf(cursor)) {
        if (this.#stopping || published.unavailable || !(await this.#lease.hold())) break;
        const publishing = this.#publish(bus, events);
        // Awaited in its turn; until then a failure must not look like one that nobody handles.
        publishing.catch(() => undefined);
        underWay.push(publishing);
        if (underWay.length >= MAX_UNDER_WAY) await settleOldest();
      }
      while (underWay.length > 0) await settleOldest();
    } finally {
      await Promise.allSettled(underWay);
    }
    if (published.unavailable) return published.unavailable;
    return published.unconfirmed > 0 && !this.#stopping
      ? new Error(`${published.unconfirmed} events were not confirmed.`)
      : undefined;
  }

  /** Publishes a batch and deletes what was confirmed. */
  async #publish(bus: Bus, events: readonly DomainEvent[]): Promise<Published> {
    const { confirmed, unavailable } = await bus.publish(events);
    this.#tellPublished(events, new Set(confirmed));
    await this.#delete(confirmed);
    return { unconfirmed: events.length - confirmed.length, unavailable };
  }

  #tellPublished(events: readonly DomainEvent[], confirmed: ReadonlySet<string>): void {
    const { ctx, onPublished } = this.#options;
    if (!onPublished) return;
    const now = ctx.clock.now().getTime();
    for (const { id, occurredAt } of events) {
      if (confirmed.has(id)) onPublished(Math.max(now - Date.parse(occurredAt), 0));
    }
  }

  async #delete(ids: readonly string[]): Promise<void> {
    const deletes = [];
    for (let first = 0; first < ids.length; first += MAX_IDS_PER_FILTER) {
      deletes.push({
        deleteMany: { filter: { _id: { $in: ids.slice(first, first + MAX_IDS_PER_FILTER) } } },
      });
    }
    if (deletes.length > 0) await rawOutbox(this.#options.ctx).bulkWrite(deletes, { ordered: false });
  }

  async #unlessEmpty(reason: string): Promise<Error | undefined> {
    const row = await rawOutbox(this.#options.ctx).findOne({}, { projection: { _id: 1 } });
    return row ? new Error(reason) : undefined;
  }

  /** One line when trouble begins, and one when it is over. */
  #report(problem: Error | undefined): void {
    const { bus, ctx } = this.#options;
    const { log } = ctx;
    if (problem && this.#failures === 0) {
      // A bus inside the process opens when all services have started: until then this is no trouble.
      const level = bus?.kind === 'in-process' ? 'info' : 'warn';
      log[level]('events wait in the outbox', { reason: problem.message });
    }
    if (!problem && this.#failures > 0) log.info('events are published again');
    this.#failures = problem ? this.#failures + 1 : 0;
  }

  async #pause(failed: boolean): Promise<void> {
    if (this.#stopping) return;
    if (!failed && this.#woken && this.#lease.wait === 0) return;
    const { pollIntervalMs = POLL_INTERVAL_MS } = this.#options;
    const backoffMs = Math.min(MIN_BACKOFF_MS * 2 ** (this.#failures - 1), MAX_BACKOFF_MS);
    const pauseMs = failed ? backoffMs : Math.min(this.#lease.wait || pollIntervalMs, pollIntervalMs);
    // After a failure, and while another process has the lease, no commit ends the pause.
    const fixed = failed || this.#lease.wait > 0;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.#endPause = () => {
        if (fixed && !this.#stopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endPause = () => undefined;
  }
}

async function* batchesOf(rows: AsyncIterable<OutboxRow>): AsyncGenerator<DomainEvent[]> {
  let events: DomainEvent[] = [];
  for await (const { event } of rows) {
    events.push(event);
    if (events.length < BATCH_SIZE) continue;
    yield events;
    events = [];
  }
  if (events.length > 0) yield events;
}
