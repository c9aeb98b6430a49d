import { tenantCollection, type RowOf } from '@siteninja/mongo';
import { omit, s } from '@siteninja/schema';
import { asset, assetFile } from './asset.schema';

export const assets = tenantCollection({
  name: 'assets',
  noun: 'asset',
  fields: {
    ...omit(asset, 'tenantId', 'url', 'variants', 'usedBy').fields,
    files: s.array(assetFile),
    /**
     * Clients see `ready` assets alone. A `pending` one holds a reservation of storage until its files are stored,
     * a `deleting` one still has files. Either lasts seconds; the sweeper ends what lasts longer.
     */
    status: s.enum('pending', 'ready', 'deleting'),
    createdBy: s.nullable(s.uuid()),
  },
  indexes: [
    {
      fields: { tenantId: 1, status: 1, createdAt: -1, _id: -1 },
      serves: 'GET /tenants/:tenantId/assets in its usual order',
    },
    { fields: { tenantId: 1, status: 1, filename: 1, _id: 1 }, serves: 'the list by name' },
    { fields: { tenantId: 1, status: 1, size: 1, _id: 1 }, serves: 'the list by size' },
    { fields: { status: 1, updatedAt: 1 }, serves: 'the sweeper, which looks for what is not ready' },
  ],
});

export type AssetRow = RowOf<typeof assets>;

/** What an asset takes of its tenant's storage: all its files, as they lie in the blob store. */
export function keptBytes({ files }: Pick<AssetRow, 'files'>): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
