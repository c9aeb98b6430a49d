import { tenantCollection, type RowOf } from '@siteninja/mongo';
import { omit, s } from '@siteninja/schema';
import { asset, assetFile } from './asset.schema';

export const assets = tenantCollection({
  name: 'assets',
  noun: 'asset',
  fields: {
    ...omit(asset, 'tenantId', 'url', 'variants', 'usedBy').fields,
    files: s.array(assetFile),
    /** Number of the version that it is now. */
    version: s.default(s.integer(), 1),
    /** Clients see `ready` assets alone. A `pending` one has no file yet that is stored. */
    status: s.enum('pending', 'ready'),
    createdBy: s.nullable(s.uuid()),
  },
  indexes: [
    {
      fields: { tenantId: 1, status: 1, createdAt: -1, _id: -1 },
      serves: 'GET /tenants/:tenantId/assets in its usual order',
    },
    {
      fields: { tenantId: 1, status: 1, filename: 1, _id: 1 },
      alphabetical: true,
      serves: 'the list by name',
    },
    { fields: { tenantId: 1, status: 1, size: 1, _id: 1 }, serves: 'the list by size' },
  ],
});

export type AssetRow = RowOf<typeof assets>;
