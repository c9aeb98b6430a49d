import { type CollectionDefinition, globalCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

const fields = {
  kind: s.string(),
  key: s.string(),
  /** Absent where the job belongs to no tenant. */
  tenantId: s.optional(s.uuid()),
  data: s.json<object>(),
  dueAt: s.dateTime(),
  /**
   * When a worker may next take the job: when it is due, when the lease of the worker that has it ends, or
   * when a failure is retried. Null once it is parked.
   */
  nextRunAt: s.nullable(s.dateTime()),
  /** How often it was claimed since it was scheduled, or since a periodic job last succeeded. */
  attempts: s.integer(),
  /** Names the claim of the worker that has the job; a later write by another ends that claim. */
  claim: s.nullable(s.string()),
  lastError: s.nullable(s.string()),
  /** Since when its retries are used up. */
  parkedAt: s.nullable(s.dateTime()),
};

/**
 * Work that is due later. `_id` is kind and key, so these are unique together, and every write goes by `_id`.
 * Global, as one worker serves all tenants; `schedule` and `cancel` stay within the tenant of their context.
 */
export const jobs = globalCollection({
  name: 'jobs',
  noun: 'job',
  fields,
  indexes: [
    { fields: { nextRunAt: 1 }, serves: 'the worker, which looks for what is due' },
    { fields: { parkedAt: 1 }, serves: 'readiness, which counts parked jobs' },
    { fields: { tenantId: 1 }, serves: 'erasing a tenant' },
  ],
});

export type JobRow = RowOf<typeof jobs>;

export function jobId(kind: string, key: string): string {
  return `${kind}:${key}`;
}

/** What this library keeps in a service's database, for `prepareCollections`. */
export const jobCollections: readonly CollectionDefinition[] = [jobs.definition];
