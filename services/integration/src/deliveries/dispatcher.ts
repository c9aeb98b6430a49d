import { isOverWithin, pause } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { attempt, type ClaimedDelivery, type Outcome } from './attempt';
import { claim, findDue } from './claim';
import { Lanes } from './lanes';
import { recordOutcomes } from './outcomes';
import { deliveriesEnqueued } from './wake';

/** Between two looks for what is due: retries, and what other processes have enqueued. */
const POLL_INTERVAL_MS = 500;
/** Claimed in one round trip, and recorded in one transaction. */
const BATCH_SIZE = 100;
/** Looked up at once. */
const MAX_FOUND = 500;
/** Attempts that are not written down yet; with more nothing new is sent. */
const MAX_UNRECORDED = 1_000;
const RECORD_PAUSE_MS = 500;
/** For attempts to end, and as long again for what is being written down. */
const STOP_TIMEOUT_MS = 2_000;

/**
 * Sends what is due, in any number of processes at once: each delivery is claimed by one of them, and taken over by
 * another when the lease of the claim ends. A delivery is attempted at least once, and its outcome recorded once.
 */
export class Dispatcher {
  readonly #ctx: IntegrationCtx;
  readonly #onAttempt: (outcome: Outcome) => void;
  readonly #lanes = new Lanes();
  readonly #outcomes: Outcome[] = [];
  readonly #stopping = new AbortController();
  #stopListening = (): void => undefined;
  #polling: NodeJS.Timeout | undefined;
  #loop: Promise<void> = Promise.resolve();
  #recording: Promise<void> | null = null;
  #rest = new AbortController();
  /** Something may be due that is not known here. */
  #mayFind = true;
  /** The last look did not find everything. */
  #foundAll = true;
  #isFailing = false;

  /** @param onAttempt told of each attempt once it is over */
  constructor(ctx: IntegrationCtx, onAttempt: (outcome: Outcome) => void) {
    this.#ctx = ctx;
    this.#onAttempt = onAttempt;
  }

  start(): this {
    const look = (): void => {
      this.#mayFind = true;
      this.#rest.abort();
    };
    this.#stopListening = deliveriesEnqueued.listen(this.#ctx.db, look);
    this.#polling = setInterval(look, POLL_INTERVAL_MS);
    this.#loop = this.#run();
    return this;
  }

  /** Claims nothing more, and waits up to 4 s for what is under way. What is cut off is sent again by another process. */
  async stop(): Promise<void> {
    this.#stopListening();
    clearInterval(this.#polling);
    this.#stopping.abort();
    this.#rest.abort();
    await isOverWithin(STOP_TIMEOUT_MS, this.#idle());
    await this.#ctx.ports.outbound.close();
    // A transaction that is left open by the end of its connection stands in the way of others.
    await isOverWithin(STOP_TIMEOUT_MS, Promise.all([this.#loop, this.#recording]));
  }

  async #idle(): Promise<void> {
    await this.#loop;
    while (this.#lanes.inFlight > 0 || this.#recording) {
      await (this.#recording ?? pause(10, new AbortController().signal));
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#rest = new AbortController();
      try {
        const isBusy = await this.#dispatch();
        if (this.#isFailing) this.#ctx.log.info('webhooks are delivered again');
        this.#isFailing = false;
        if (isBusy) continue;
      } catch (error) {
        if (!this.#isFailing) this.#ctx.log.warn('due deliveries cannot be claimed', { error });
        this.#isFailing = true;
      }
      if (this.#mayFind && !this.#isFailing && !this.#isFull()) continue;
      await pause(POLL_INTERVAL_MS, this.#rest.signal);
    }
  }

  /** Starts what may be sent now. @returns false where nothing may */
  async #dispatch(): Promise<boolean> {
    if (this.#isFull()) return false;
    if (this.#mayFind) await this.#look();
    const taken = this.#lanes.take(BATCH_SIZE);
    if (taken.length === 0) return false;
    const ids = taken.map(({ _id }) => _id);
    let claimed: ClaimedDelivery[] = [];
    try {
      claimed = await claim(this.#ctx, ids);
    } finally {
      const sent = new Set(claimed.map(({ row }) => row._id));
      for (const { _id, webhookId } of taken) if (!sent.has(_id)) this.#lanes.release(webhookId, null);
    }
    for (const delivery of claimed) void this.#send(delivery);
    return true;
  }

  #isFull(): boolean {
    return this.#outcomes.length >= MAX_UNRECORDED;
  }

  async #look(): Promise<void> {
    this.#mayFind = false;
    const found = await findDue(this.#ctx, this.#lanes.backlogged(), MAX_FOUND);
    this.#foundAll = found.length < MAX_FOUND;
    for (const due of found) this.#lanes.add(due);
  }

  async #send(delivery: ClaimedDelivery): Promise<void> {
    const outcome = await attempt(this.#ctx, delivery);
    this.#onAttempt(outcome);
    this.#lanes.release(delivery.webhook._id, outcome.isSuccess);
    // What the end of this process has cut off says nothing about the webhook.
    if (!this.#stopping.signal.aborted || outcome.responseStatus !== null) this.#outcomes.push(outcome);
    this.#recording ??= this.#record().finally(() => {
      this.#recording = null;
    });
    if (!this.#foundAll) this.#mayFind = true;
    this.#rest.abort();
  }

  async #record(): Promise<void> {
    while (this.#outcomes.length > 0) {
      const batch = this.#outcomes.slice(0, BATCH_SIZE);
      try {
        await recordOutcomes(this.#ctx, batch);
        this.#outcomes.splice(0, batch.length);
      } catch (error) {
        this.#ctx.log.warn('attempts could not be recorded', { attempts: batch.length, error });
        if (this.#stopping.signal.aborted) return;
        await pause(RECORD_PAUSE_MS, this.#stopping.signal);
      }
    }
  }
}
