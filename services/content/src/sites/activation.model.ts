import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** When which release became live: a release may be live several times. */
export const activations = tenantCollection({
  name: 'activations',
  fields: {
    releaseId: s.uuid(),
    /** From 1 in the order of activation. */
    sequence: s.integer({ min: 1 }),
    activatedAt: s.dateTime(),
    activatedBy: s.nullable(s.uuid()),
  },
  indexes: [{ fields: { tenantId: 1, activatedAt: 1 }, serves: 'what was live at a time' }],
});
