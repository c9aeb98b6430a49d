import { globalCollection } from '@siteninja/mongo';

const DAY_SECONDS = 24 * 60 * 60;

/** The batches that have been counted: a gateway sends one again where it got no answer. */
export const apiRequestBatches = globalCollection({
  name: 'apiRequestBatches',
  fields: {},
  indexes: [
    {
      fields: { createdAt: 1 },
      expiresAfterSeconds: DAY_SECONDS,
      serves: 'deletion of batches that no gateway sends again',
    },
  ],
});
