import { type Ctx } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { isDuplicateKey } from '@siteninja/mongo';
import { jobId, jobs } from './collection';
import { checkedData, type JobKind } from './job';
import { jobScheduled } from './wake';

export interface NewJob<Data> {
  kind: JobKind<Data>;
  /** What the job is about, such as an id. There is one job of a kind and key at a time. */
  key: string;
  dueAt: Date;
  data: Data;
}

/**
 * Has the service do something later, if the transaction commits: at `dueAt` by the product's clock, or at once
 * where that is past, in the tenant of the transaction. A job of the same kind and key is replaced, also one that
 * is running, which then takes no effect, or that was parked.
 * @throws InvalidJobData where the data are not what the kind says
 */
export async function schedule<Data extends object>(tx: Tx, job: NewJob<Data>): Promise<void> {
  const { kind, key, dueAt } = job;
  const _id = jobId(kind.name, key);
  const row = {
    data: checkedData(kind, job.data),
    dueAt,
    nextRunAt: dueAt,
    attempts: 0,
    claim: null,
    lastError: null,
    parkedAt: null,
  };
  const replaced = await jobs.in(tx).updateMany({ _id, tenantId: tx.tenantId }, { $set: row });
  if (replaced === 0) {
    const tenant = tx.tenantId === null ? {} : { tenantId: tx.tenantId };
    await jobs
      .in(tx)
      .insert({ _id, kind: kind.name, key, ...tenant, ...row })
      .catch((error: unknown) => {
        throw isDuplicateKey(error)
          ? new Error(`${_id} is a job of another tenant.`, { cause: error })
          : error;
      });
  }
  tx.afterCommit(() => Promise.resolve(jobScheduled.tell(tx.db, dueAt)));
}

/** The id of the row of a job. */
export const jobIdOf = (kind: JobKind<unknown>, key: string): string => jobId(kind.name, key);

/** Those of the keys for which there is a job of this kind, whatever its state. */
export async function findScheduled(
  ctx: Ctx,
  kind: JobKind<unknown>,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const ids = keys.map((key) => jobId(kind.name, key));
  const found = await jobs.in(ctx).find({ _id: { $in: ids } }, { select: { key: 1 } });
  return new Set(found.map(({ key }) => key));
}

/**
 * Takes a job back, also one that is running, which then takes no effect.
 * @returns whether there was one
 */
export async function cancel(tx: Tx, kind: JobKind<unknown>, key: string): Promise<boolean> {
  return (await jobs.in(tx).delete({ _id: jobId(kind.name, key), tenantId: tx.tenantId })) > 0;
}
