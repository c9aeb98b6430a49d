import { type Ctx } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { parse, type Schema } from '@siteninja/schema';

/** A kind of work that can be scheduled, and what it has to know when it runs. */
export interface JobKind<Data> {
  readonly name: string;
  readonly data: Schema<Data>;
}

/** Declares a kind, such as `page.publish`. Rows carry the name: never rename it while some are waiting. */
export function jobKind<Data extends object>(name: string, data: Schema<Data>): JobKind<Data> {
  return { name: checkedName(name), data };
}

/** One run of a job, as its handler sees it. */
export interface JobRun<Data = object> {
  readonly key: string;
  readonly data: Data;
  readonly dueAt: Date;
  /** 1 for the first one. */
  readonly attempt: number;
  /**
   * For `perform`, which may change the database after its I/O: completes the job in the transaction of that
   * change, so that the change is made once. In `handle` it is done already.
   * @throws ClaimLost where the job was taken over, moved or cancelled meanwhile; let it pass
   */
  complete(tx: Tx): Promise<void>;
}

/**
 * What is done when a job is due. Both run as the system, without a request, in the tenant of the job.
 * - `handle` changes the database and nothing else. It runs in the transaction that also completes the job, so
 *   it takes effect once. It may be called more than once before that.
 * - `perform` may do I/O: call a service, delete files. The job is completed afterwards, so it may be performed
 *   more than once. It has 60 s, after which it counts as failed.
 */
type Work<C extends Ctx, Data> =
  | { handle(tx: Tx<C>, run: JobRun<Data>): Promise<void> }
  | { perform(ctx: C, run: JobRun<Data>): Promise<void> };

/** What a service's app.ts lists under `jobs`: made by `defineJob` and `definePeriodicJob`. */
export interface Job<C extends Ctx> {
  readonly kind: string;
  /** Null where it runs once each time it is scheduled. */
  readonly everySeconds: number | null;
  /** @throws InvalidJobData where its stored data are not what its kind says */
  bind(run: JobRun<unknown>): BoundJob<C>;
}

/** A job and its data, ready to run. */
export type BoundJob<C extends Ctx> =
  { handle(tx: Tx<C>): Promise<void> } | { perform(ctx: C): Promise<void> };

/** Work of this kind runs once each time it is scheduled. */
export function defineJob<C extends Ctx, Data extends object>(
  job: { kind: JobKind<Data> } & Work<C, Data>,
): Job<C> {
  const { kind } = job;
  return {
    kind: kind.name,
    everySeconds: null,
    bind: (run) => {
      const checked: JobRun<Data> = { ...run, data: checkedData(kind, run.data) };
      return 'handle' in job
        ? { handle: (tx) => job.handle(tx, checked) }
        : { perform: (ctx) => job.perform(ctx, checked) };
    },
  };
}

/**
 * Work that is done again and again, by one process of the service at a time. Turns that were missed while
 * every process was down are made up for by one run. A run that fails is retried, and never parked for good.
 */
export function definePeriodicJob<C extends Ctx>(
  job: { name: string; everySeconds: number } & Work<C, object>,
): Job<C> {
  const bind: Job<C>['bind'] = (run) => {
    const own = { ...run, data: {} };
    return 'handle' in job
      ? { handle: (tx) => job.handle(tx, own) }
      : { perform: (ctx) => job.perform(ctx, own) };
  };
  return { kind: checkedName(job.name), everySeconds: job.everySeconds, bind };
}

/** Data that another version of the service stored, or a mistake. */
export class InvalidJobData extends Error {}

/** @throws InvalidJobData, naming each wrong field */
export function checkedData<Data>(kind: JobKind<Data>, data: unknown): Data {
  const result = parse(kind.data, data);
  if ('value' in result) return result.value;
  const wrong = result.errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new InvalidJobData(`The data of a ${kind.name} are not valid: ${wrong}`);
}

function checkedName(name: string): string {
  if (!/^[a-z][a-z0-9._-]*$/.test(name)) throw new Error(`${name} is no name for a kind of job.`);
  return name;
}
