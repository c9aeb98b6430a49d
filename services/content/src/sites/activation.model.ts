import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { type ContentCtx } from '../context';

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
  indexes: [
    { fields: { tenantId: 1, activatedAt: 1 }, serves: 'what was live at a time' },
    {
      fields: { tenantId: 1, releaseId: 1, activatedAt: 1 },
      serves: 'whether a release was live since a time',
    },
  ],
});

/** By which the site that was live at a time had become live; null before the first one that is kept. */
export function findActivationAt(ctx: ContentCtx, at: Date): Promise<RowOf<typeof activations> | null> {
  const filter = { activatedAt: { $lte: at } };
  return activations.in(ctx).findOne(filter, { sort: { activatedAt: -1, sequence: -1 } });
}
