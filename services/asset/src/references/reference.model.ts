import { tenantCollection } from '@siteninja/mongo';

export const REFERRING = ['page', 'branding'] as const;
export type Referring = (typeof REFERRING)[number];

/** What a part of a resource refers to: a page's section, or whatever else there is of it. */
export interface Part {
  id: string;
  /** Of the resource, when this was so. */
  version: number;
  assetIds: string[];
}

/** What one resource refers to; one that is deleted refers to nothing. */
export interface Reference {
  type: Referring;
  resourceId: string;
  title: string;
  /** Of the resource, when it was last told of as a whole. */
  version: number;
  parts: Part[];
  /** Of all parts. */
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
    parts: { type: [Object], default: [] },
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
