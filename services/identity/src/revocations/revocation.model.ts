import { type Invalidation } from '@siteninja/core';
import { globalCollection } from '@siteninja/mongo';

/** Something that gateways may still believe and that is no longer so. */
export interface Revocation {
  what: Invalidation;
}

export const revocations = globalCollection<Revocation>({
  name: 'revocations',
  fields: { what: { type: String, required: true } },
  indexes: [
    {
      fields: { createdAt: 1 },
      expiresAfterSeconds: 60 * 60,
      serves: 'GET /internal/revocations; no gateway remembers anything for an hour',
    },
  ],
});
