import { asset } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { pick, s } from '@siteninja/schema';
import { type AssetVariant } from '../markup/site';

/** What content knows of an asset, from the asset service's events; `_id` is the asset's. */
export const assets = tenantCollection({
  name: 'assets',
  fields: {
    /** 0 where the asset was asked for before its first event arrived. */
    version: s.integer(),
    ...pick(asset, 'alt', 'width', 'height').fields,
    variants: s.json<AssetVariant[]>(),
    /** Of its original. Null in rows that are older than it, until the next event of the asset. */
    fileName: s.nullable(s.string()),
    /** Kept, so that an older event that arrives later does not bring the asset back. */
    isDeleted: s.boolean(),
  },
  indexes: [{ fields: { tenantId: 1, _id: 1 }, serves: 'the assets that a page or a release names' }],
});
export type AssetRow = RowOf<typeof assets>;
