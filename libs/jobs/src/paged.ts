import { type Ctx } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { defineJob, definePeriodicJob, type Job, jobKind } from './job';
import { schedule } from './schedule';

/** Work on very many rows, again and again. */
export interface PagedWork<C extends Ctx> {
  /** Its pages are jobs of the kind `<name>-page`. */
  name: string;
  everySeconds: number;
  /** Whether there is anything to do. */
  isDue?(ctx: C): boolean;
  /**
   * Does a page of it; like any `perform` it may be done more than once.
   * @param after where the page begins; empty for the first one
   * @returns where the next one begins; null where this was the last one
   */
  perform(ctx: C, after: string): Promise<string | null>;
}

/** Each page is a run of its own: none takes long, and a process that ends in the middle costs one page. */
export function definePagedJobs<C extends Ctx>(work: PagedWork<C>): Job<C>[] {
  const { name, everySeconds, isDue = () => true } = work;
  const kind = jobKind(`${name}-page`, s.object({ after: s.string({ min: 0 }) }));
  const schedulePage = (tx: Tx<C>, after: string): Promise<void> => {
    const key = after === '' ? 'all' : `all after ${after}`;
    return schedule(tx, { kind, key, dueAt: tx.clock.now(), data: { after } });
  };
  return [
    definePeriodicJob<C>({
      name,
      everySeconds,
      handle: async (tx) => {
        if (isDue(tx)) await schedulePage(tx, '');
      },
    }),
    defineJob<C, { after: string }>({
      kind,
      perform: async (ctx, run) => {
        const next = await work.perform(ctx, run.data.after);
        if (next === null) return;
        await transaction(ctx, async (tx) => {
          await run.complete(tx);
          await schedulePage(tx, next);
        });
      },
    }),
  ];
}

/** Where the page behind these rows, which are sorted by id, begins; null where fewer were found than were asked for. */
export function pageAfter(rows: readonly { _id: string }[], limit: number): string | null {
  return rows.length < limit ? null : (rows.at(-1)?._id ?? null);
}
