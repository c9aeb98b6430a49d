import { tenantCollection, type TenantRow } from '@siteninja/mongo';
import { type AssetVariant } from '../markup/site';

/** What content knows of an asset: a projection of the asset service's events. `_id` is the asset's. */
export interface Asset {
  /** Revision of the asset that the rest is from; 0 where it was asked for. */
  assetRevision: number;
  alt: string | null;
  width: number | null;
  height: number | null;
  variants: AssetVariant[];
  /** Kept as a mark, so that an older event that comes later does not bring it back. */
  isDeleted: boolean;
}
export type AssetRow = TenantRow<Asset>;

export const assets = tenantCollection<Asset>({
  name: 'assets',
  fields: {
    assetRevision: { type: Number, required: true },
    alt: { type: String, default: null },
    width: { type: Number, default: null },
    height: { type: Number, default: null },
    variants: { type: Array, required: true },
    isDeleted: { type: Boolean, required: true },
  },
  indexes: [{ fields: { tenantId: 1, _id: 1 }, serves: 'the assets that a page or a release names' }],
});
