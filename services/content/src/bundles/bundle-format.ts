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
  /** Under which the site is shown: absolute links to its own pages name them. */
  hosts: s.array(s.string({ max: 300 }), { max: 1_000 }),
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

const MB = 1024 * 1024;
/** Bytes that the entries of a bundle have at most. */
const MAX_BYTES: Readonly<Record<string, number>> = {
  [MANIFEST]: MB,
  'pages.ndjson': 64 * MB,
  'navigation.ndjson': 4 * MB,
  'redirects.ndjson': 32 * MB,
  'crawlers.ndjson': MB,
  'branding.ndjson': MB,
  'assets.ndjson': 32 * MB,
  [CHECKSUMS]: 4 * MB,
};
/** That of a video, the largest of all files. */
const MAX_FILE_BYTES = 100 * MB;
const FILE = new RegExp(`^${FILES}/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.[a-z0-9]{2,4}$`);

/** Those that every bundle has. */
export const ENTRIES: readonly string[] = Object.keys(MAX_BYTES);

/** Undefined for what is no entry of a bundle. */
export function maxBytesOf(name: string): number | undefined {
  return FILE.test(name) ? MAX_FILE_BYTES : MAX_BYTES[name];
}
