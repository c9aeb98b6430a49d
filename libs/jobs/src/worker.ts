import { type Ctx, isOverWithin, pause } from '@siteninja/core';
import { claim, ensurePeriodic, findCandidates } from './claims';
import { type JobRow, jobs } from './collection';
import { type Job } from './job';
import { runClaimed, type RunOutcome } from './run';
import { jobScheduled } from './wake';

export interface JobWorkerOptions<C extends Ctx> {
  /** The service's own context; each job gets it for its tenant. */
  ctx: C;
  jobs: readonly Job<C>[];
  /** Between two looks for what other processes have scheduled. */
  pollIntervalMs?: number;
  /** Told what became of each run of this process. */
  onRun?: (kind: string, outcome: RunOutcome) => void;
}

/** What readiness tells of a service's jobs, whichever process they wait for. */
export interface JobFacts {
  /** Kinds of the jobs whose retries are used up, one entry for each job; at most 100. */
  parked: string[];
  /** How long the job that has waited longest could have been running. */
  overdueSeconds: number;
}

export interface JobWorker {
  /** Looks at once for what is due. */
  wake(): void;
  /**
   * For who moves the clock: resolves when everything that is due by it, and what becomes due thereby, has run;
   * a job that failed has run too, and waits for its retry.
   */
  runDue(): Promise<void>;
  facts(): Promise<JobFacts>;
  /** Claims nothing more, and waits up to 5 s for what runs. What is cut off is taken over when its lease ends. */
  stop(): Promise<void>;
}

/**
 * Starts the process's worker. Any number of processes of a service share the work: each job is claimed by one of
 * them, and taken over by another when the lease of the claim ends.
 */
export async function startJobWorker<C extends Ctx>(options: JobWorkerOptions<C>): Promise<JobWorker> {
  const worker = new Worker(options);
  await worker.start();
  return worker;
}

/** As many as connections in the database's pool. */
const MAX_RUNNING = 10;
const POLL_INTERVAL_MS = 1_500;
/** A clock that stands still never reaches the next job. */
const MIN_REST_MS = 50;
const STOP_TIMEOUT_MS = 3_000;

class Worker<C extends Ctx> implements JobWorker {
  readonly #ctx: C;
  readonly #jobs: ReadonlyMap<string, Job<C>>;
  readonly #pollIntervalMs: number;
  readonly #onRun: (kind: string, outcome: RunOutcome) => void;
  readonly #running = new Map<string, Promise<void>>();
  #loop: Promise<void> = Promise.resolve();
  #stopping = false;
  /** Ids of due jobs that are not claimed yet. */
  #candidates: string[] = [];
  #nextAt: Date | null = null;
  /** Those who wait for a look, begun after they asked, that finds nothing due. */
  #waiting: { resolve(): void; reject(error: Error): void }[] = [];
  /** Something may have become due since the last look began. */
  #woken = false;
  #rest = new AbortController();
  #failing = false;
  #stopListening = (): void => undefined;

  constructor({ ctx, jobs: list, pollIntervalMs, onRun }: JobWorkerOptions<C>) {
    this.#ctx = ctx;
    this.#pollIntervalMs = pollIntervalMs ?? POLL_INTERVAL_MS;
    this.#onRun = onRun ?? (() => undefined);
    this.#jobs = new Map(list.map((job) => [job.kind, job]));
    if (this.#jobs.size < list.length) throw new Error('Two jobs have the same kind.');
  }

  async start(): Promise<void> {
    if (this.#jobs.size === 0) return;
    for (const job of this.#jobs.values()) await ensurePeriodic(this.#ctx, job);
    this.#stopListening = jobScheduled.listen(this.#ctx.db, (dueAt) => {
      if (dueAt.getTime() - this.#ctx.clock.now().getTime() < this.#pollIntervalMs) this.wake();
    });
    this.#loop = this.#run();
  }

  wake(): void {
    this.#woken = true;
    this.#rest.abort();
  }

  runDue(): Promise<void> {
    if (this.#jobs.size === 0) return Promise.resolve();
    if (this.#stopping) return Promise.reject(stopped());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.wake();
    });
  }

  async facts(): Promise<JobFacts> {
    if (this.#jobs.size === 0) return { parked: [], overdueSeconds: 0 };
    const rows = jobs.in(this.#ctx);
    const now = this.#ctx.clock.now();
    const [parked, overdue] = await Promise.all([
      rows.find({ parkedAt: { $gt: new Date(0) } }, { limit: 100, select: { kind: 1 } }),
      rows.findOne({ nextRunAt: { $lte: now } }, { sort: { nextRunAt: 1 }, select: { nextRunAt: 1 } }),
    ]);
    const since = overdue?.nextRunAt ?? now;
    return {
      parked: parked.map(({ kind }) => kind),
      overdueSeconds: (now.getTime() - since.getTime()) / 1_000,
    };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#stopListening();
    this.wake();
    for (const { reject } of this.#waiting.splice(0)) reject(stopped());
    await isOverWithin(
      STOP_TIMEOUT_MS,
      this.#loop.then(() => Promise.all(this.#running.values())),
    );
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const asking = this.#waiting.length;
      this.#woken = false;
      try {
        if (await this.#claimNext()) continue;
        if (this.#failing) this.#ctx.log.info('jobs are claimed again');
        this.#failing = false;
        // What has ended since the look began may have scheduled more.
        if (this.#running.size === 0 && !this.#woken)
          for (const { resolve } of this.#waiting.splice(0, asking)) resolve();
      } catch (error) {
        if (!this.#failing) this.#ctx.log.warn('jobs cannot be claimed', { error });
        this.#failing = true;
      }
      await this.#pause();
    }
  }

  /** Starts as many due jobs as there is room for. @returns false where nothing is due */
  async #claimNext(): Promise<boolean> {
    // Claiming half of the room at once saves most of the round trips that claiming one by one takes.
    while (this.#running.size > MAX_RUNNING / 2) await Promise.race(this.#running.values());
    if (this.#stopping) return false;
    if (this.#candidates.length === 0) await this.#look();
    const ids = this.#candidates.splice(0, MAX_RUNNING - this.#running.size);
    if (ids.length === 0) return false;
    for (const row of await claim(this.#ctx, ids)) this.#start(row);
    return true;
  }

  #start(row: JobRow): void {
    const job = this.#jobs.get(row.kind);
    if (!job) return;
    const run = runClaimed(this.#ctx, row, job).then((outcome) => {
      this.#onRun(row.kind, outcome);
      this.#running.delete(row._id);
      // `runDue` waits for this run too, and for what it has scheduled.
      if (this.#waiting.length > 0) this.wake();
    });
    this.#running.set(row._id, run);
  }

  async #look(): Promise<void> {
    const { ids, nextAt } = await findCandidates(this.#ctx, [...this.#jobs.keys()], this.#pollIntervalMs);
    // When the clock is moved, the lease of what runs here may be over.
    this.#candidates = shuffled(ids.filter((id) => !this.#running.has(id)));
    this.#nextAt = nextAt;
  }

  async #pause(): Promise<void> {
    if (this.#woken || this.#stopping) return;
    const left = this.#nextAt
      ? this.#nextAt.getTime() - this.#ctx.clock.now().getTime()
      : this.#pollIntervalMs;
    this.#rest = new AbortController();
    await pause(Math.min(Math.max(left, MIN_REST_MS), this.#pollIntervalMs), this.#rest.signal);
  }
}

function stopped(): Error {
  return new Error('The worker is stopped.');
}

/** Workers that see the same jobs at the same moment then rarely reach for the same one. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
