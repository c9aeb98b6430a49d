import { pick, s } from '@siteninja/schema';
import { asset } from '../events/asset';
import { internalCall, internalDownload, internalUpload } from './call';

/** For services that store the id of an asset whose event has not reached them yet. */
export const getAsset = internalCall({
  service: 'asset',
  method: 'get',
  path: '/internal/assets/:assetId',
  summary: 'Read an asset of a tenant',
  callers: ['content', 'tenant'],
  query: s.object({ tenantId: s.uuid() }),
  /** The asset as clients see it, of which callers read these fields, and of `variants` those that they know. */
  answer: s.looseObject({
    ...pick(asset, 'id', 'tenantId', 'alt', 'width', 'height', 'url').fields,
    variants: s.array(s.anyObject()),
  }),
});

/** An asset with the file that it is made anew from. */
const assetOriginal = s.object({
  ...pick(asset, 'id', 'filename', 'mimeType', 'alt', 'folder', 'focalPoint').fields,
  original: s.object({
    /** Of the file's name, without a dot: a picture may be kept in another format than it was uploaded in. */
    extension: s.string(),
    /** Bytes. */
    size: s.integer(),
  }),
});

/** For the bundle of a site. */
export const listAssetOriginals = internalCall({
  service: 'asset',
  method: 'get',
  path: '/internal/assets',
  summary: 'List the assets of a tenant with their original files, a hundred at once',
  callers: ['content'],
  query: s.object({ tenantId: s.uuid(), cursor: s.optional(s.string({ max: 200 })) }),
  answer: s.object({ items: s.array(assetOriginal), nextCursor: s.nullable(s.string()) }),
});

export const downloadAssetOriginal = internalDownload({
  service: 'asset',
  path: '/internal/assets/:assetId/original',
  summary: 'Download the original file of an asset',
  callers: ['content'],
  query: s.object({ tenantId: s.uuid() }),
});

/** For the import of a bundle, which gives its assets their ids. Nobody sees them before `site.imported`. */
export const importAsset = internalUpload({
  service: 'asset',
  path: '/internal/imports/:importId/assets/:assetId',
  summary: 'Upload a file of a bundle, whose asset is seen once the bundle has been imported',
  callers: ['content'],
  query: s.object({
    tenantId: s.uuid(),
    /** Of the asset that the bundle says the file is of: if that has the same bytes, none of them is made anew. */
    sourceTenantId: s.optional(s.uuid()),
    sourceAssetId: s.optional(s.uuid()),
  }),
  /** As for `getAsset`. */
  answer: s.looseObject({
    ...pick(asset, 'id', 'tenantId', 'alt', 'width', 'height', 'url').fields,
    variants: s.array(s.anyObject()),
  }),
});

/** What a bundle says of its assets; the last step before the import is committed. */
export const describeImport = internalCall({
  service: 'asset',
  method: 'put',
  path: '/internal/imports/:importId',
  summary: 'Say what the assets of a bundle are called, a hundred at once',
  callers: ['content'],
  query: s.object({ tenantId: s.uuid() }),
  body: s.object({
    assets: s.array(s.object(pick(asset, 'id', 'filename', 'alt', 'folder', 'focalPoint').fields), {
      max: 100,
    }),
  }),
  answer: s.object({}),
});

/** For an import that has failed for certain. */
export const dropImport = internalCall({
  service: 'asset',
  method: 'delete',
  path: '/internal/imports/:importId',
  summary: 'Delete the assets of a bundle that was not imported',
  callers: ['content'],
  query: s.object({ tenantId: s.uuid() }),
  answer: s.object({}),
});
