import { tenantCollection } from '@siteninja/mongo';

export const REFERRING = ['page', 'branding'] as const;
export type Referring = (typeof REFERRING)[number];

/** What one resource refers to, replaced as a whole with each of its events; a deleted one refers to nothing. */
export interface Reference {
  type: Referring;
  resourceId: string;
  title: string;
  /** Of the resource, when this was so. */
  version: number;
  assetIds: string[];
  /** A page's published state may show what its draft no longer does. */
  liveVersion: number;
  liveAssetIds: string[];
}

const ids = { type: [String], default: [] };

export const references = tenantCollection<Reference>({
  name: 'references',
  fields: {
    type: { type: String, required: true },
    resourceId: { type: String, required: true },
    title: { type: String, default: '' },
    version: { type: Number, required: true },
    assetIds: ids,
    liveVersion: { type: Number, required: true },
    liveAssetIds: ids,
  },
  indexes: [
    { fields: { tenantId: 1, type: 1, resourceId: 1 }, unique: true, serves: 'the events of one resource' },
    { fields: { tenantId: 1, assetIds: 1 }, serves: 'what uses an asset' },
    { fields: { tenantId: 1, liveAssetIds: 1 }, serves: 'which live page uses an asset' },
  ],
});
