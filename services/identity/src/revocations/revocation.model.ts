import { globalCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** What gateways must no longer cache. */
export const revocations = globalCollection({
  name: 'revocations',
  /** An `Invalidation` of libs/core, such as `user:<id>`. */
  fields: { what: s.string() },
  indexes: [
    {
      fields: { createdAt: 1 },
      expiresAfterSeconds: 60 * 60,
      serves: 'GET /internal/revocations; no gateway caches anything for as long as an hour',
    },
  ],
});
