import { type Ctx, inTenant, inTime, SYSTEM } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { ClaimLost, complete, MAX_ATTEMPTS, recordFailure } from './claims';
import { type JobRow } from './collection';
import { type Job } from './job';

const MAX_RUN_MS = 60_000;

/** `lost`: another process took the job over, it was moved or cancelled, or nothing could be written down. */
export type RunOutcome = 'completed' | 'retried' | 'parked' | 'lost';

/** Runs a job that this process has claimed, and writes down what became of it. Never rejects. */
export async function runClaimed<C extends Ctx>(base: C, row: JobRow, job: Job<C>): Promise<RunOutcome> {
  const { log } = base;
  const facts = { job: row._id, tenantId: row.tenantId ?? null, attempt: row.attempts };
  const ctx = contextFor(base, row);
  try {
    await inTime(attempt(ctx, row, job), MAX_RUN_MS, () => new Error('The job took longer than 60 s.'));
    return 'completed';
  } catch (error) {
    if (error instanceof ClaimLost) {
      log.info('a run took no effect', { ...facts, error });
      return 'lost';
    }
    try {
      const parked = await recordFailure(ctx, row, job, error);
      log.log(parked ? 'error' : 'warn', parked ? 'a job is parked' : 'a job will be retried', {
        ...facts,
        error,
      });
      return parked ? 'parked' : 'retried';
    } catch (reason) {
      // Without a database nothing can be recorded; the job is claimed again when its lease ends.
      log.warn('the failure of a job was not recorded', { ...facts, error, reason });
      return 'lost';
    }
  }
}

async function attempt<C extends Ctx>(ctx: C, row: JobRow, job: Job<C>): Promise<void> {
  // Claims are counted, so a job that takes its process down with it does not do so for ever.
  if (row.attempts > MAX_ATTEMPTS && job.everySeconds === null)
    throw new Error('Each process that ran the job ended before the job did.');
  const bound = job.bind({
    key: row.key,
    data: row.data,
    dueAt: row.dueAt,
    attempt: row.attempts,
    complete: (tx) => complete(tx, row, job),
  });
  if ('perform' in bound) {
    await bound.perform(ctx);
    await complete(ctx, row, job).catch(unlessLost);
  } else {
    await transaction(ctx, async (tx) => {
      await complete(tx, row, job);
      await bound.handle(tx);
    });
  }
}

function contextFor<C extends Ctx>(base: C, { tenantId }: JobRow): C {
  const ctx = { ...base, caller: SYSTEM, request: null, tenantId: null };
  return tenantId === undefined ? ctx : inTenant(ctx, tenantId);
}

/** Completed already by `run.complete`, or taken over, moved or cancelled: in each case nothing is left to do. */
function unlessLost(error: unknown): void {
  if (!(error instanceof ClaimLost)) throw error;
}
