import { asset, navigationItem, page, redirect } from '@siteninja/contracts';
import { pick, s } from '@siteninja/schema';

/** What a bundle consists of; README and clients know these names. */
export const FORMAT = 'siteninja-site';
export const FORMAT_VERSION = 1;

export const MANIFEST = 'manifest.json';
/** As `sha256sum` writes and checks it; the last entry, which tells that the bundle is whole. */
export const CHECKSUMS = 'checksums.sha256';
export const FILES = 'files';

/** The first entry: what this is, and whose. */
export const manifest = s.object({
  format: s.enum(FORMAT),
  version: s.integer({ min: 1 }),
  exportedAt: s.dateTime(),
  /** Links to the tenant's own files name it. */
  tenantId: s.uuid(),
});

/** The draft of a page, its sections in their order. */
export const pageLine = pick(page, 'id', 'parentId', 'slug', 'title', 'seo', 'sections');

export const navigationLine = pick(
  navigationItem,
  'id',
  'menu',
  'label',
  'target',
  'parentId',
  'sortOrder',
  'openInNewTab',
);

export const redirectLine = pick(redirect, 'fromPath', 'toPath', 'pageId', 'statusCode');

export const assetLine = s.object({
  ...pick(asset, 'id', 'filename', 'mimeType', 'alt', 'folder', 'focalPoint').fields,
  /** The entry with its original file. */
  file: s.string({ max: 100 }),
});
