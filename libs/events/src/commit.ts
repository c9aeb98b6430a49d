import { type Ctx, isDatabaseUnavailable, isDatabaseUnreachable, type Release } from '@siteninja/core';
import { OutcomeUnknown, withTransaction } from '@siteninja/mongo';
import { eventsRecorded } from './outbox/wake';
import { busy, queueOf } from './transaction-queue';
import { type Joined, type Part, runInSession, type Session, type Tx, writeEvents } from './tx';

/** For all tries together. */
export const TIMEOUT_MS = 10_000;

/** What a work gave, and what is to be done now that it is committed. */
interface Done<Result> {
  result: Result;
  after: readonly (() => Promise<void>)[];
}

export class Work<C extends Ctx, Result> implements Part {
  readonly ctx: C;
  readonly #work: (tx: Tx<C>) => Promise<Result>;
  #done: Done<Result> | undefined;

  constructor(ctx: C, work: (tx: Tx<C>) => Promise<Result>) {
    this.ctx = ctx;
    this.#work = work;
  }

  async run(session: Session, changedTenants: Set<string>): Promise<void> {
    this.#done = undefined;
    if (isAborted(this.ctx)) return;
    const after: (() => Promise<void>)[] = [];
    const joined: Joined = { session, changedTenants, afterCommit: (next) => after.push(next) };
    this.#done = { result: await runInSession(this.ctx, joined, this.#work), after };
  }

  /** What its last try gave. @throws unavailable where it was not begun, as its client had gone */
  get done(): Done<Result> {
    if (!this.#done) throw clientGone();
    return this.#done;
  }
}

/**
 * Commits the parts together.
 * @throws what one of them throws; unavailable where the database is; timed_out `database.outcome_unknown`
 */
export async function commit(parts: readonly Part[], timeoutMs = TIMEOUT_MS): Promise<void> {
  const [first] = parts.filter(({ ctx }) => !isAborted(ctx));
  if (!first) return;
  const { ctx } = first;
  // Where no try succeeds they are not called: a commit whose answer was lost may yet have been done.
  const releases: Release[] = [];
  try {
    const hasEvents = await withTransaction(
      ctx.db,
      async (session) => {
        const changedTenants = new Set<string>();
        for (const part of parts) await part.run(session, changedTenants);
        const written = await writeEvents(ctx, session);
        if (ctx.tenantCache && changedTenants.size > 0) {
          releases.push(await ctx.tenantCache.hold(changedTenants));
        }
        return written;
      },
      timeoutMs,
    );
    for (const release of releases) await release();
    if (hasEvents) eventsRecorded.tell(ctx.db);
  } catch (error) {
    if (isDatabaseUnreachable(error)) queueOf(ctx.db).cancel();
    if (error instanceof OutcomeUnknown || !isDatabaseUnavailable(error)) throw error;
    throw busy(error);
  }
}

/**
 * Commits several parts at once, which takes hardly more than to commit one of them. Where one throws, each is
 * committed by itself, as if they had not met.
 * @returns what became of each
 */
export async function commitTogether(parts: readonly Part[]): Promise<PromiseSettledResult<void>[]> {
  let thrown: unknown;
  const watched = parts.map((part) => ({
    ctx: part.ctx,
    run: (session: Session, changedTenants: Set<string>) =>
      part.run(session, changedTenants).catch((error: unknown) => {
        thrown = error;
        throw error;
      }),
  }));
  const outcome = await settled(commit(watched));
  // Of any other error it is either not known whether all was committed, or each would meet it again.
  const isOfOnePart = outcome.status === 'rejected' && outcome.reason === thrown;
  if (parts.length === 1 || !isOfOnePart) return parts.map(() => outcome);
  const outcomes: PromiseSettledResult<void>[] = [];
  for (const part of parts) outcomes.push(await settled(commit([part])));
  return outcomes;
}

async function settled(work: Promise<void>): Promise<PromiseSettledResult<void>> {
  const [outcome] = await Promise.allSettled([work]);
  return outcome;
}

function isAborted({ request }: Ctx): boolean {
  return request?.isAborted?.() ?? false;
}

export function assertNotAborted(ctx: Ctx): void {
  if (isAborted(ctx)) throw clientGone();
}

function clientGone(): Error {
  return busy(new Error('The client has gone.'));
}
