import { type CollectionDefinition, globalCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

const KEPT_SECONDS = 24 * 60 * 60;

/** Requests that were sent with an Idempotency-Key. `_id` is a hash of caller, route and key. */
export const idempotencyKeys = globalCollection({
  name: 'idempotencyKeys',
  fields: {
    /** Whom the request is about, or what it made; absent where that is no tenant's. */
    tenantId: s.optional(s.uuid()),
    /** A hash of what the request asks for. */
    fingerprint: s.string(),
    /** Names the attempt that has the request for itself. */
    claim: s.string(),
    /** When another attempt may take it over. */
    leaseUntil: s.dateTime(),
    /** What the request's transactions gave, encrypted, in their order. */
    results: s.array(s.string({ max: 20_000_000 })),
    /** How the request ended, encrypted; null until it has. */
    outcome: s.nullable(s.string({ max: 20_000_000 })),
  },
  indexes: [
    { fields: { tenantId: 1 }, serves: 'erasing a tenant' },
    {
      fields: { createdAt: 1 },
      serves: 'forgets keys after a day',
      expiresAfterSeconds: KEPT_SECONDS,
    },
  ],
});

export type IdempotencyKeyRow = RowOf<typeof idempotencyKeys>;

/** What this library keeps in a service's database, for `prepareCollections`. */
export const idempotencyCollections: readonly CollectionDefinition[] = [idempotencyKeys.definition];
