import { type Ctx } from '@siteninja/core';
import { assertNotAborted, commit, commitTogether, TIMEOUT_MS, Work } from './commit';
import { queueOf } from './transaction-queue';
import { type AfterCommit, type Joined, runInSession, type Tx } from './tx';

export interface TransactionOptions {
  /**
   * Transactions that name the same mutex take turns within the process. Default: the context's tenant, or where
   * there is none the caller, so that different people never wait for each other. Null for consumers, which do one
   * thing at a time by themselves: they wait for nobody.
   */
  mutex?: string | null;
  /** For all tries together. Default: 10 s. */
  timeoutMs?: number;
  /**
   * Those that wait for the same mutex are committed together. For what is of few commands and seldom throws: each
   * waits for all, and where one throws each is done again by itself.
   */
  together?: boolean;
}

/**
 * Changes state and records the events of the change, all or nothing. `work` may run more than once, so it
 * does no I/O but the database's. Inside another transaction it joins that one, if it is given its `tx`.
 *
 * Transactions of one mutex take turns within a process: those that want the same row then find what the one
 * before them has done, instead of clashing with it and being tried again in vain. Between processes there are
 * such clashes, but no more at once than there are processes.
 * @throws whatever `work` throws, with nothing changed
 * @throws unavailable, with Retry-After, where it cannot be begun within 45 s or done within 10 s, or the
 *   database is unavailable; timed_out `database.outcome_unknown` where it was lost at the commit
 */
export async function transaction<C extends Ctx, Result>(
  ctx: C,
  work: (tx: Tx<C>) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  const { session, afterCommit = rejectAfterCommit, changedTenants = new Set() } = ctx;
  if (session) return runInSession(ctx, { session, afterCommit, changedTenants }, work);
  const effect = ctx.effects?.next();
  if (effect && 'result' in effect) {
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the same transaction of the same request gave it
    return effect.result as Result;
  }
  const own = new Work(ctx, kept(work, effect));
  await inTurn(own, options);
  const { result, after } = own.done;
  for (const next of after) {
    await next().catch((error: unknown) => ctx.log.error('what follows a commit failed', { error }));
  }
  return result;
}

async function inTurn<C extends Ctx, Result>(
  work: Work<C, Result>,
  { mutex = defaultMutex(work.ctx), timeoutMs = TIMEOUT_MS, together = false }: TransactionOptions,
): Promise<void> {
  const queue = queueOf(work.ctx.db);
  if (mutex === null) await commit([work], timeoutMs);
  else if (together && mutex !== undefined) await queue.runTogether(mutex, work, commitTogether);
  else await queue.run(mutex, () => commit([work], timeoutMs));
}

/** Keeps the result with what the work changes, where the request can be made again. */
function kept<C extends Ctx, Result>(
  work: (tx: Tx<C>) => Promise<Result>,
  effect: { keep(tx: Ctx, result: unknown): Promise<void> } | undefined,
): (tx: Tx<C>) => Promise<Result> {
  if (!effect) return work;
  return async (tx) => {
    const result = await work(tx);
    await effect.keep(tx, result);
    return result;
  };
}

/**
 * Does work of one key after the other within the process, such as what takes several transactions. The key must
 * not be a mutex of these transactions.
 * @throws unavailable, with Retry-After, where its turn does not come within 45 s
 */
export function runExclusive<Result>(ctx: Ctx, key: string, work: () => Promise<Result>): Promise<Result> {
  return queueOf(ctx.db).runExclusive(key, () => {
    assertNotAborted(ctx);
    return work();
  });
}

/** Does work for another tenant, or with another cause, in the same transaction; its events are recorded too. */
export function withContext<C extends Ctx, Result>(
  { session, afterCommit, changedTenants }: Joined,
  ctx: C,
  work: (tx: Tx<C>) => Promise<Result>,
): Promise<Result> {
  return runInSession(ctx, { session, afterCommit, changedTenants }, work);
}

const rejectAfterCommit: AfterCommit = () => {
  throw new Error('This session was handed on without its afterCommit.');
};

/** The mutex of a user's own transactions, for what is done on their behalf before they are the caller. */
export const mutexOfUser = (userId: string): string => `user ${userId}`;

/** Undefined where nobody is known to take turns with. */
function defaultMutex({ tenantId, caller }: Ctx): string | undefined {
  if (tenantId !== null) return `tenant ${tenantId}`;
  if (caller.type === 'user') return mutexOfUser(caller.userId);
  return caller.type === 'api_key' ? `api_key ${caller.apiKeyId}` : undefined;
}
