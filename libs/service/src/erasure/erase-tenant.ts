import { calls } from '@siteninja/contracts';
import { chunked, tenantOf } from '@siteninja/core';
import { type Consumer, erasedTenants, rawOutbox, transaction, type Tx } from '@siteninja/events';
import { defineJob, type Job, jobCollections, jobIdOf, jobKind, schedule } from '@siteninja/jobs';
import { type CollectionDefinition, erasableIds, eraseRows, isErasable } from '@siteninja/mongo';
import { type Fields, type InferFields, s } from '@siteninja/schema';
import { type EraseStep, type ServiceCtx, type ServiceDefinition } from '../definition';
import { idempotencyCollections } from '../idempotency/collection';

/** The name of the consumer that every service has. */
const ERASURE_CONSUMER = 'erasure';

/** The queues of all consumers of a service, without the prefix of an installation. */
export function queuesOf({ name, consumers }: QueueOwner): string[] {
  return [...consumers.map((consumer) => consumer.name), ERASURE_CONSUMER].map((own) => `${name}.${own}`);
}

interface QueueOwner {
  readonly name: string;
  readonly consumers: readonly { readonly name: string }[];
}

const eraseKind = jobKind('tenant.erase', s.object({ isLastLook: s.boolean() }));

/** Deleted in one transaction: a release of a site with 10,000 pages has some megabytes. */
const MAX_ROWS = 50;
/** Ids that are read at once: with SecantusDB a limit saves nothing, so a collection is not read for each transaction. */
const MAX_ROWS_READ = 1_000;
/** A run of a job has 60 s; what is left is done by the next one. */
const MAX_RUN_MS = 30_000;
const OUTBOX_PAUSE_MS = 1_000;
/** By then whatever was under way when the tenant was erased is over, such as an upload. */
const LAST_LOOK_AFTER_MS = 15 * 60_000;

/**
 * Has a service erase what it holds of a tenant when it hears of `tenant.erased`: first by its own steps, then the rows
 * of every collection that names tenants. When nothing is left it reports to the tenant service, and looks once more
 * later. Each step may be done again, so a process may die at any point.
 */
export function erasureOf<F extends Fields, P>({
  name: service,
  collections,
  eraseSteps = [],
}: ServiceDefinition<F, P>): {
  consumer: Consumer<ServiceCtx<InferFields<F>, P>>;
  job: Job<ServiceCtx<InferFields<F>, P>>;
} {
  type C = ServiceCtx<InferFields<F>, P>;
  const common = [...jobCollections, ...idempotencyCollections];
  const definitions = [...collections.map(({ definition }) => definition), ...common].filter(isErasable);
  const steps = [...eraseSteps, ...definitions.map((definition) => rowsOf<C>(definition))];
  const consumer: Consumer<C> = {
    name: ERASURE_CONSUMER,
    types: ['tenant.erased'],
    handle: async (tx) => {
      await erasedTenants.in(tx).insert({ _id: tenantOf(tx), documents: 0, files: 0, finishedAt: null });
      await scheduleRun(tx, { isLastLook: false, afterMs: 0 });
    },
  };
  const job = defineJob<C, { isLastLook: boolean }>({
    kind: eraseKind,
    perform: async (ctx, { data: { isLastLook } }) => {
      const again = (afterMs: number) => transaction(ctx, (tx) => scheduleRun(tx, { isLastLook, afterMs }));
      if (!(await runSteps(ctx, steps))) return again(0);
      // They would bring it to the other services' queues, and are gone within a moment.
      if (await hasUnpublishedEvents(ctx)) return again(OUTBOX_PAUSE_MS);
      if (isLastLook) return;
      await report(ctx, service);
      await transaction(ctx, (tx) => scheduleRun(tx, { isLastLook: true, afterMs: LAST_LOOK_AFTER_MS }));
    },
  });
  return { consumer, job };
}

/** Adds to what the tenant's receipt says, in the transaction of the deletion. */
export async function countErased(
  tx: Tx,
  { documents, files = 0 }: { documents: number; files?: number },
): Promise<void> {
  await erasedTenants.in(tx).updateMany({ _id: tenantOf(tx) }, { $inc: { documents, files } });
}

/** One job a tenant: the next run takes the place of this one. */
function scheduleRun(tx: Tx, { isLastLook, afterMs }: { isLastLook: boolean; afterMs: number }) {
  const dueAt = new Date(tx.clock.now().getTime() + afterMs);
  return schedule(tx, { kind: eraseKind, key: tenantOf(tx), dueAt, data: { isLastLook } });
}

function rowsOf<C extends ServiceCtx<unknown>>(definition: CollectionDefinition): EraseStep<C> {
  return async (ctx) => {
    const own = jobIdOf(eraseKind, tenantOf(ctx));
    const ids = (await erasableIds(ctx, definition, { limit: MAX_ROWS_READ })).filter((id) => id !== own);
    for (const batch of chunked(ids, MAX_ROWS)) {
      await transaction(ctx, async (tx) => {
        const documents = await eraseRows(tx, definition, batch);
        if (documents > 0) await countErased(tx, { documents });
      });
    }
    return ids.length > 0;
  };
}

/** @returns whether nothing is left; else its time is over */
async function runSteps<C extends ServiceCtx<unknown>>(
  ctx: C,
  steps: readonly EraseStep<C>[],
): Promise<boolean> {
  const end = ctx.clock.monotonicMs() + MAX_RUN_MS;
  for (let hasFound = true; hasFound;) {
    hasFound = false;
    for (const step of steps) {
      while (await step(ctx)) {
        hasFound = true;
        if (ctx.clock.monotonicMs() > end) return false;
      }
    }
  }
  return true;
}

async function hasUnpublishedEvents(ctx: ServiceCtx<unknown>): Promise<boolean> {
  return (
    (await rawOutbox(ctx).findOne({ 'event.tenantId': tenantOf(ctx) }, { projection: { _id: 1 } })) !== null
  );
}

async function report(ctx: ServiceCtx<unknown>, service: string): Promise<void> {
  const tenantId = tenantOf(ctx);
  const rows = erasedTenants.in(ctx);
  await rows.updateMany({ _id: tenantId, finishedAt: null }, { $set: { finishedAt: ctx.clock.now() } });
  const { documents, files, finishedAt } = await rows.get(tenantId);
  const body = { documents, files, finishedAt: (finishedAt ?? ctx.clock.now()).toISOString() };
  await ctx.ports.services.call(ctx, calls.reportErasure, { params: { tenantId }, body });
  ctx.log.info('a tenant is erased', { service, tenantId, documents, files });
}
