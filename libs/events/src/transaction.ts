import { setTimeout as sleep } from 'node:timers/promises';
import { type Ctx, unavailable } from '@siteninja/core';
import { inLine } from './keyed-mutex';
import { outbox } from './outbox/outbox';
import { type Recorder, recorder } from './record';

type Session = NonNullable<Ctx['session']>;

/** A context inside a transaction: `pages.in(tx)` joins it, and `record` says what happened. */
export type Tx<C extends Ctx = Ctx> = C &
  Pick<Recorder, 'record' | 'recordChange'> & {
    readonly session: Session;
    /**
     * Has something done once the change is committed, before `transaction` returns; in a consumer, once its
     * whole batch is. A crash in between loses it, and what it throws is only logged: nothing may depend on it.
     */
    readonly afterCommit: AfterCommit;
  };

type AfterCommit = (work: () => Promise<void>) => void;

const MOST_TRIES = 8;
/** Milliseconds, all tries together. */
const MOST_TIME = 2_000;
/** Milliseconds to wait for the tenant's transactions that came before. */
const PATIENCE = 5_000;
/** Milliseconds between two tries, at most. */
const LONGEST_PAUSE = 500;
/** Milliseconds after which a lost connection is no longer waited for: looking for a server takes 2.5 s. */
const MOST_TIME_AWAY = 400;

/**
 * Changes state and records the events of the change, all or nothing. `work` may run more than once, so it
 * does no I/O but the database's. Inside another transaction it joins that one, if it is given its `tx`.
 *
 * The transactions of a tenant take turns within a process: those that want the same row then find what the
 * one before them has done, instead of clashing with it and being tried again in vain. Between processes
 * there are such clashes, but no more at once than there are processes.
 * @throws whatever `work` throws, with nothing changed
 * @throws unavailable, with Retry-After, where there was no getting through: 5 s for its turn, 2 s of tries
 */
export function transaction<C extends Ctx, Result>(
  ctx: C,
  work: (tx: Tx<C>) => Promise<Result>,
): Promise<Result> {
  return transactionInLine(ctx, `tenant ${ctx.tenantId ?? ''}`, work);
}

/** As `transaction`, taking turns with whatever names the same line. */
export async function transactionInLine<C extends Ctx, Result>(
  ctx: C,
  name: string,
  work: (tx: Tx<C>) => Promise<Result>,
): Promise<Result> {
  if (ctx.session) return inside(ctx, { session: ctx.session, afterCommit: ctx.afterCommit ?? lost }, work);
  const line = { db: ctx.db, name, patience: PATIENCE };
  const { result, after } = await inLine(
    line,
    () => inOwnSession(ctx, work),
    () => busy(undefined),
  );
  for (const next of after) {
    await next().catch((error: unknown) => ctx.log.error('what follows a commit failed', { error }));
  }
  return result;
}

/** What a transaction gave, and what is to be done now that it is committed. */
interface Committed<Result> {
  result: Result;
  after: readonly (() => Promise<void>)[];
}

async function inOwnSession<C extends Ctx, Result>(
  ctx: C,
  work: (tx: Tx<C>) => Promise<Result>,
): Promise<Committed<Result>> {
  const session = await ctx.db.startSession();
  try {
    return await withTries((deadline) => once(ctx, session, work, deadline));
  } finally {
    await session.endSession();
  }
}

async function withTries<Result>(run: (deadline: number) => Promise<Result>): Promise<Result> {
  const started = Date.now();
  const deadline = started + MOST_TIME;
  for (let tries = 1; ; tries++) {
    try {
      return await run(deadline);
    } catch (error) {
      if (!isLabelled(error, 'TransientTransactionError') && !isWriteConflict(error))
        throw orUnavailable(error);
      // Full jitter: the writers that clashed must not come back at the same moment.
      const pause = Math.random() * Math.min(10 * 2 ** tries, LONGEST_PAUSE);
      const until = isAway(error) ? started + MOST_TIME_AWAY : deadline;
      if (tries === MOST_TRIES || Date.now() + pause > until) throw busy(error);
      await sleep(pause);
    }
  }
}

async function once<C extends Ctx, Result>(
  ctx: C,
  session: Session,
  work: (tx: Tx<C>) => Promise<Result>,
  deadline: number,
): Promise<Committed<Result>> {
  // What is read is one moment's state, and what is committed survives the loss of a server.
  session.startTransaction({
    readConcern: { level: 'snapshot' },
    writeConcern: { w: 'majority' },
    maxCommitTimeMS: MOST_TIME,
  });
  const after: (() => Promise<void>)[] = [];
  let result: Result;
  try {
    result = await inside(ctx, { session, afterCommit: (next) => after.push(next) }, work);
  } catch (error) {
    // Where the abort does not get through, the server aborts by itself; what went wrong first matters.
    await session.abortTransaction().catch(() => undefined);
    throw error;
  }
  await commit(session, deadline);
  return { result, after };
}

function lost(): never {
  throw new Error('This session was handed on without its afterCommit.');
}

async function inside<C extends Ctx, Result>(
  ctx: C,
  joined: { session: Session; afterCommit: AfterCommit },
  work: (tx: Tx<C>) => Promise<Result>,
): Promise<Result> {
  const { events, record, recordChange } = recorder(ctx);
  const tx: Tx<C> = { ...ctx, ...joined, record, recordChange };
  const result = await work(tx);
  if (events.length > 0) await outbox.in(tx).insertMany(events.map((event) => ({ _id: event.id, event })));
  return result;
}

/** A commit whose answer was lost may be sent again: the server knows whether it has been done. */
async function commit(session: Session, deadline: number): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!isLabelled(error, 'UnknownTransactionCommitResult') || Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}

function isLabelled(error: unknown, label: string): boolean {
  return (
    error instanceof Error &&
    'errorLabels' in error &&
    Array.isArray(error.errorLabels) &&
    error.errorLabels.includes(label)
  );
}

function isWriteConflict(error: unknown): boolean {
  const WRITE_CONFLICT = 112;
  return error instanceof Error && 'code' in error && error.code === WRITE_CONFLICT;
}

/** Whether it was the connection that failed, not the server that refused. */
function isAway(error: unknown): boolean {
  return (
    error instanceof Error && /^Mongo(Network|ServerSelection|PoolCleared|NotConnected)/.test(error.name)
  );
}

function orUnavailable(error: unknown): unknown {
  return isAway(error) || isLabelled(error, 'UnknownTransactionCommitResult') ? busy(error) : error;
}

function busy(cause: unknown): Error {
  return unavailable('database.busy', 'This could not be stored just now. Please try again.', cause);
}
