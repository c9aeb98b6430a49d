import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, inTime, isBrokenConnection, isDatabaseUnreachable } from '@siteninja/core';
import { type ClientSession, type Connection, mongo } from 'mongoose';

/** After which a lost connection is no reason to begin again: to look for a server takes 2.5 s by itself. */
const RECONNECT_TIMEOUT_MS = 1_000;
const MAX_BACKOFF_MS = 500;
/** MongoDB aborts by itself what takes longer. */
const RUN_TIMEOUT_MS = 60_000;

/** A commit was sent, or may have been, and it is not known whether it was done. The cause says what was met. */
export class OutcomeUnknown extends DomainError {
  constructor(cause: unknown) {
    const message = 'This may have been stored or not. Read it again before you try again.';
    super('timed_out', 'database.outcome_unknown', message, { cause });
  }
}

/**
 * Runs `work` in a transaction, and again as long as it clashes with others or has just lost its connection. What
 * it reads is one moment's state, and what it commits survives the loss of a server.
 *
 * Not the driver's `session.withTransaction`: in mongodb 7.8 its `timeoutMS` has no effect, so that it tries for
 * two minutes; it waits for the abort of what has lost its server; and a socket error at the commit makes it throw
 * a TypeError. A run that gets no answer is given up.
 * @param timeoutMs after which it is not begun again
 * @param runTimeoutMs for one run of it
 * @throws what `work` throws and the driver's own errors, with nothing changed; OutcomeUnknown
 */
export async function withTransaction<Result>(
  connection: Connection,
  work: (session: ClientSession) => Promise<Result>,
  timeoutMs: number,
  runTimeoutMs = RUN_TIMEOUT_MS,
): Promise<Result> {
  const startedAt = Date.now();
  for (let tries = 1; ; tries++) {
    const session = await connection.startSession();
    const run = { session, deadline: startedAt + timeoutMs, isCommitting: false };
    try {
      return await inTime(attempt(run, work), runTimeoutMs, () => noAnswer(run));
    } catch (error) {
      if (error instanceof OutcomeUnknown) throw error;
      if (!hasLabel(error, 'TransientTransactionError') && !isBrokenConnection(error)) throw error;
      // Full jitter: the writers that clashed must not come back at the same moment.
      const backoff = Math.random() * Math.min(10 * 2 ** tries, MAX_BACKOFF_MS);
      const timeout = isDatabaseUnreachable(error) ? Math.min(RECONNECT_TIMEOUT_MS, timeoutMs) : timeoutMs;
      if (Date.now() + backoff > startedAt + timeout) throw error;
      await sleep(backoff);
    }
  }
}

interface Run {
  session: ClientSession;
  /** After which a commit is not sent again. */
  deadline: number;
  isCommitting: boolean;
}

function noAnswer({ isCommitting }: Run): Error {
  const error = new mongo.MongoOperationTimeoutError('A transaction got no answer in time.');
  return isCommitting ? new OutcomeUnknown(error) : error;
}

async function attempt<Result>(run: Run, work: (session: ClientSession) => Promise<Result>): Promise<Result> {
  const { session } = run;
  session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } });
  let result: Result;
  try {
    result = await work(session);
  } catch (error) {
    const aborted = abort(session);
    // Without a server the abort takes as long as to find one, and the server aborts by itself.
    if (!isDatabaseUnreachable(error)) await aborted;
    throw error;
  }
  try {
    run.isCommitting = true;
    await commit(run);
    return result;
  } finally {
    await session.endSession();
  }
}

/** What went wrong first matters, not whether the abort gets through. */
async function abort(session: ClientSession): Promise<void> {
  await session.abortTransaction().catch(() => undefined);
  await session.endSession().catch(() => undefined);
}

/** What a server says that has forgotten the transaction, or never knew of it. */
const NO_SUCH_TRANSACTION = 251;

/**
 * A commit whose answer was lost is sent again: the server knows whether it has been done. One that has been killed
 * since may not: SecantusDB keeps what it has committed, and forgets that it has. The driver sends a commit a second
 * time by itself and shows the second answer alone, so that this is nowhere a reason to do the work again.
 * @throws OutcomeUnknown; what the server has refused the commit by
 */
async function commit({ session, deadline }: Run): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      // The driver throws a TypeError where its own second try meets a socket error.
      const isOfSocket = isBrokenConnection(error) || error instanceof TypeError;
      const isLost = isOfSocket || hasLabel(error, 'UnknownTransactionCommitResult');
      if (!isLost && !isDatabaseUnreachable(error) && !isForgotten(error)) throw error;
      if (!isLost || Date.now() > deadline) throw new OutcomeUnknown(error);
      await sleep(20);
    }
  }
}

function isForgotten(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === NO_SUCH_TRANSACTION;
}

function hasLabel(error: unknown, label: string): boolean {
  const labels: unknown = error instanceof Error && 'errorLabels' in error ? error.errorLabels : [];
  return Array.isArray(labels) && labels.includes(label);
}
