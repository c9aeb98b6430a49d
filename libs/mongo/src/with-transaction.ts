import { setTimeout as sleep } from 'node:timers/promises';
import { inTime, isBrokenConnection, isDatabaseUnreachable } from '@siteninja/core';
import { type ClientSession, type Connection, mongo } from 'mongoose';

/** After which a lost connection is no reason to begin again: to look for a server takes 2.5 s by itself. */
const RECONNECT_TIMEOUT_MS = 1_000;
const MAX_BACKOFF_MS = 500;
/** MongoDB aborts by itself what takes longer. */
const RUN_TIMEOUT_MS = 60_000;

/**
 * Runs `work` in a transaction, and again as long as it clashes with others or has just lost its connection. What
 * it reads is one moment's state, and what it commits survives the loss of a server.
 *
 * Not the driver's `session.withTransaction`: in mongodb 7.8 its `timeoutMS` has no effect, so that it tries for
 * two minutes; it waits for the abort of what has lost its server; and a socket error at the commit makes it throw
 * a TypeError. A run that gets no answer is given up.
 * @param timeoutMs after which it is not begun again
 * @param runTimeoutMs for one run of it
 * @throws what `work` throws and the driver's own errors, with nothing changed; only where the answer to the commit
 *   is lost it is unknown whether something was
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
    try {
      return await inTime(attempt(session, work, startedAt + timeoutMs), runTimeoutMs, noAnswer);
    } catch (error) {
      // Of a commit that is lost it is not known that it was not done: that is no reason to begin again.
      if (!hasLabel(error, 'TransientTransactionError') && !isBrokenConnection(error)) throw error;
      // Full jitter: the writers that clashed must not come back at the same moment.
      const backoff = Math.random() * Math.min(10 * 2 ** tries, MAX_BACKOFF_MS);
      const timeout = isDatabaseUnreachable(error) ? Math.min(RECONNECT_TIMEOUT_MS, timeoutMs) : timeoutMs;
      if (Date.now() + backoff > startedAt + timeout) throw error;
      await sleep(backoff);
    }
  }
}

const noAnswer = (): Error => new mongo.MongoOperationTimeoutError('A transaction got no answer in time.');

async function attempt<Result>(
  session: ClientSession,
  work: (session: ClientSession) => Promise<Result>,
  deadline: number,
): Promise<Result> {
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
    await commit(session, deadline);
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

/** A commit whose answer was lost is sent again: the server knows whether it has been done. */
async function commit(session: ClientSession, deadline: number): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      // The driver throws a TypeError where its own second try meets a socket error.
      const isOfSocket = isBrokenConnection(error) || error instanceof TypeError;
      const isUnknown = isOfSocket || hasLabel(error, 'UnknownTransactionCommitResult');
      if (!isUnknown || Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}

function hasLabel(error: unknown, label: string): boolean {
  const labels: unknown = error instanceof Error && 'errorLabels' in error ? error.errorLabels : [];
  return Array.isArray(labels) && labels.includes(label);
}
