import { type Ctx, newId } from '@siteninja/core';
import { isDuplicateKey } from '@siteninja/mongo';
import { jobId, type JobRow, jobs } from './collection';
import { InvalidJobData, type Job } from './job';

type Turns = Pick<Job<Ctx>, 'kind' | 'everySeconds'>;

/** How long a claim is a worker's own: the 60 s that a run may take, and by how much clocks may differ. */
const LEASE_MS = 90_000;
/** Runs of a job before it is parked: with the pauses between them some two hours. */
export const MAX_ATTEMPTS = 15;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30 * 60_000;
const MAX_ERROR_LENGTH = 500;
/** Ids read at once. With SecantusDB a limit saves nothing, so a backlog is not read for each claim. */
const MAX_CANDIDATES = 1_000;

/** The job is no longer this worker's: another took it over, or it was moved or cancelled. */
export class ClaimLost extends Error {
  constructor(row: JobRow) {
    super(`The claim of ${row._id} is lost.`);
  }
}

export interface Candidates {
  /** Jobs that are due, the longest waiting first. */
  ids: string[];
  /** When the next one after them will be, if that is within the time that was asked for. */
  nextAt: Date | null;
}

/** Looks for what is due, or will be within `withinMs`. */
export async function findCandidates(
  ctx: Ctx,
  kinds: readonly string[],
  withinMs: number,
): Promise<Candidates> {
  const now = ctx.clock.now().getTime();
  const found = await jobs
    .in(ctx)
    .find(
      { nextRunAt: { $lte: new Date(now + withinMs) }, kind: { $in: [...kinds] } },
      { sort: { nextRunAt: 1 }, limit: MAX_CANDIDATES, select: { _id: 1, nextRunAt: 1 } },
    );
  const isDue = ({ nextRunAt }: JobRow): boolean => nextRunAt !== null && nextRunAt.getTime() <= now;
  const ids = found.filter(isDue).map(({ _id }) => _id);
  return { ids, nextAt: found.find((row) => !isDue(row))?.nextRunAt ?? null };
}

/** Takes those of the jobs that are still due and that no other worker takes at the same moment. */
export async function claim(ctx: Ctx, ids: readonly string[]): Promise<JobRow[]> {
  const now = ctx.clock.now();
  const token = newId();
  const taken = await jobs
    .in(ctx)
    .updateMany(
      { _id: { $in: [...ids] }, nextRunAt: { $lte: now } },
      { $set: { claim: token, nextRunAt: new Date(now.getTime() + LEASE_MS) }, $inc: { attempts: 1 } },
    );
  return taken === 0 ? [] : jobs.in(ctx).find({ _id: { $in: [...ids] }, claim: token });
}

/**
 * Ends the job, or a periodic one's turn, if the claim still holds. In a transaction it is the fence: what was
 * written with it is committed only while nobody else has the job.
 * @throws ClaimLost
 */
export async function complete(ctx: Ctx, row: JobRow, job: Turns): Promise<void> {
  const ours = { _id: row._id, claim: row.claim };
  const ended =
    job.everySeconds === null
      ? await jobs.in(ctx).delete(ours)
      : await jobs.in(ctx).updateMany(ours, { $set: nextTurn(ctx, job.everySeconds) });
  if (ended === 0) throw new ClaimLost(row);
}

/**
 * Has a job that failed tried again later, or parks it once its attempts are used up. Data that are not valid are
 * parked at once. A periodic job goes on at its interval all the same, and counts as parked until it succeeds.
 * @returns whether it is parked
 */
export async function recordFailure(ctx: Ctx, row: JobRow, job: Turns, error: unknown): Promise<boolean> {
  const now = ctx.clock.now().getTime();
  const parked = row.attempts >= MAX_ATTEMPTS || error instanceof InvalidJobData;
  const pause = Math.min(retryAfter(row.attempts), (job.everySeconds ?? Infinity) * 1_000);
  const nextRunAt = parked && job.everySeconds === null ? null : new Date(now + pause);
  const lastError = String(error).slice(0, MAX_ERROR_LENGTH);
  const changed = await jobs
    .in(ctx)
    .updateMany(
      { _id: row._id, claim: row.claim },
      { $set: { claim: null, nextRunAt, lastError, parkedAt: parked ? new Date(now) : null } },
    );
  if (changed === 0) throw new ClaimLost(row);
  return parked;
}

/** Sees to it that a periodic job stands in the collection, and that an interval made shorter holds at once. */
export async function ensurePeriodic(ctx: Ctx, { kind, everySeconds }: Turns): Promise<void> {
  if (everySeconds === null) return;
  const key = 'periodic';
  const _id = jobId(kind, key);
  const first = nextTurn(ctx, everySeconds);
  try {
    await jobs.in(ctx).insert({ _id, kind, key, data: {}, ...first });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const later = { _id, claim: null, nextRunAt: { $gt: first.nextRunAt } };
    await jobs.in(ctx).updateMany(later, { $set: { dueAt: first.dueAt, nextRunAt: first.nextRunAt } });
  }
}

function nextTurn({ clock }: Ctx, everySeconds: number) {
  const dueAt = new Date(clock.now().getTime() + everySeconds * 1_000);
  return { dueAt, nextRunAt: dueAt, attempts: 0, claim: null, lastError: null, parkedAt: null };
}

/** Doubles with each attempt. The jitter keeps what failed together from coming back together. */
function retryAfter(attempts: number): number {
  const longest = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), MAX_RETRY_MS);
  return longest * (0.5 + Math.random() / 2);
}
