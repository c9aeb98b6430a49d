import { type Ctx, isDatabaseUnavailable, isDatabaseUnreachable, type Release } from '@siteninja/core';
import { withTransaction } from '@siteninja/mongo';
import { outbox } from './outbox/outbox';
import { eventsRecorded } from './outbox/wake';
import { type Recorder, recorder } from './record';
import { busy, TransactionQueue } from './transaction-queue';

type Session = NonNullable<Ctx['session']>;

/** A context inside a transaction: `pages.in(tx)` joins it, and `record` says what happened. */
export type Tx<C extends Ctx = Ctx> = C &
  Pick<Recorder, 'record' | 'recordChange'> & {
    readonly session: Session;
    readonly changedTenants: Set<string>;
    /**
     * Has something done once the change is committed, before `transaction` returns; in a consumer, once its
     * whole batch is. A crash in between loses it, and what it throws is only logged: nothing may depend on it.
     */
    readonly afterCommit: AfterCommit;
  };

type AfterCommit = (work: () => Promise<void>) => void;
/** What all contexts inside one transaction share. */
type Joined = Pick<Tx, 'session' | 'afterCommit' | 'changedTenants'>;

export interface TransactionOptions {
  /**
   * Transactions that name the same mutex take turns within the process. Default: the context's tenant, or where
   * there is none the caller, so that different people never wait for each other. Null for consumers, which do one
   * thing at a time by themselves: they wait for nobody.
   */
  mutex?: string | null;
  /** For all tries together. Default: 10 s. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/**
 * Changes state and records the events of the change, all or nothing. `work` may run more than once, so it
 * does no I/O but the database's. Inside another transaction it joins that one, if it is given its `tx`.
 *
 * Transactions of one mutex take turns within a process: those that want the same row then find what the one
 * before them has done, instead of clashing with it and being tried again in vain. Between processes there are
 * such clashes, but no more at once than there are processes.
 * @throws whatever `work` throws, with nothing changed
 * @throws unavailable, with Retry-After, where it cannot be begun within 45 s or done within 10 s, or the
 *   database is unavailable
 */
export async function transaction<C extends Ctx, Result>(
  ctx: C,
  work: (tx: Tx<C>) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  const { session, afterCommit = rejectAfterCommit, changedTenants = new Set() } = ctx;
  if (session) return runInSession(ctx, { session, afterCommit, changedTenants }, work);
  const { mutex = defaultMutex(ctx), timeoutMs = TIMEOUT_MS } = options;
  const effect = ctx.effects?.next();
  if (effect && 'result' in effect) {
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the same transaction of the same request gave it
    return effect.result as Result;
  }
  const run = (): Promise<Committed<Result>> => commit(ctx, kept(work, effect), timeoutMs);
  const { result, after } = await (mutex === null ? run() : queueOf(ctx.db).run(mutex, run));
  for (const next of after) {
    await next().catch((error: unknown) => ctx.log.error('what follows a commit failed', { error }));
  }
  return result;
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

function rejectAfterCommit(): never {
  throw new Error('This session was handed on without its afterCommit.');
}

/** The mutex of a user's own transactions, for what is done on their behalf before they are the caller. */
export const mutexOfUser = (userId: string): string => `user ${userId}`;

/** Undefined where nobody is known to take turns with. */
function defaultMutex({ tenantId, caller }: Ctx): string | undefined {
  if (tenantId !== null) return `tenant ${tenantId}`;
  if (caller.type === 'user') return mutexOfUser(caller.userId);
  return caller.type === 'api_key' ? `api_key ${caller.apiKeyId}` : undefined;
}

/** By connection: services that share a process share no queue. */
const queues = new WeakMap<Ctx['db'], TransactionQueue>();

function queueOf(db: Ctx['db']): TransactionQueue {
  const queue = queues.get(db) ?? new TransactionQueue();
  queues.set(db, queue);
  return queue;
}

/** What a transaction gave, and what is to be done now that it is committed. */
interface Committed<Result> {
  result: Result;
  after: readonly (() => Promise<void>)[];
}

async function commit<C extends Ctx, Result>(
  ctx: C,
  work: (tx: Tx<C>) => Promise<Result>,
  timeoutMs: number,
): Promise<Committed<Result>> {
  assertNotAborted(ctx);
  // Where no try succeeds they are not called: a commit whose answer was lost may yet have been done.
  const releases: Release[] = [];
  try {
    const committed = await withTransaction(
      ctx.db,
      async (session) => {
        const after: (() => Promise<void>)[] = [];
        const afterCommit: AfterCommit = (next) => after.push(next);
        const changedTenants = new Set<string>();
        const result = await runInSession(ctx, { session, afterCommit, changedTenants }, work);
        if (ctx.tenantCache && changedTenants.size > 0) {
          releases.push(await ctx.tenantCache.hold(changedTenants));
        }
        return { result, after };
      },
      timeoutMs,
    );
    for (const release of releases) await release();
    return committed;
  } catch (error) {
    if (isDatabaseUnreachable(error)) queueOf(ctx.db).cancel();
    throw isDatabaseUnavailable(error) ? busy(error) : error;
  }
}

function assertNotAborted({ request }: Ctx): void {
  if (request?.isAborted?.()) throw busy(new Error('The client has gone.'));
}

async function runInSession<C extends Ctx, Result>(
  ctx: C,
  joined: Joined,
  work: (tx: Tx<C>) => Promise<Result>,
): Promise<Result> {
  const { events, record, recordChange } = recorder(ctx);
  const tx: Tx<C> = { ...ctx, ...joined, record, recordChange };
  const result = await work(tx);
  if (events.length > 0) {
    await outbox.in(tx).insertMany(events.map((event) => ({ _id: event.id, event })));
    tx.afterCommit(() => Promise.resolve(eventsRecorded.tell(tx.db)));
  }
  return result;
}
