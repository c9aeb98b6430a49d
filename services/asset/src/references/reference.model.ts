import { assetUse } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { type Infer, s } from '@siteninja/schema';

const assetIds = s.array(s.uuid(), { max: 100_000 });
const version = s.integer({ min: 0 });

/** What one part of a resource refers to: one section of a page, or the page's own fields. */
const part = s.object({
  id: s.string(),
  /** The resource's version that this part is of. */
  version,
  assetIds,
});
export type Part = Infer<typeof part>;

/** A projection of what one resource refers to; a deleted one refers to nothing. */
export const references = tenantCollection({
  name: 'references',
  fields: {
    type: assetUse.fields.type,
    resourceId: s.uuid(),
    title: s.string({ min: 0 }),
    /** Version of the last event that told of the whole resource. */
    version,
    parts: s.array(part),
    /** Union over the parts. */
    assetIds,
    /** The published state of a page may show assets that its draft no longer does. */
    liveVersion: version,
    liveAssetIds: assetIds,
  },
  indexes: [
    { fields: { tenantId: 1, type: 1, resourceId: 1 }, unique: true, serves: 'the events of one resource' },
    { fields: { tenantId: 1, assetIds: 1 }, serves: 'what uses an asset' },
    { fields: { tenantId: 1, liveAssetIds: 1 }, serves: 'which live page uses an asset' },
  ],
});

export type ReferenceRow = RowOf<typeof references>;
