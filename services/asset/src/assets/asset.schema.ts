import { altText, asset, assetVariant, MEDIA_TYPES } from '@siteninja/contracts';
import { type Infer, omit, partial, pick, s } from '@siteninja/schema';

export { asset, MEDIA_TYPES };
export type Asset = Infer<typeof asset>;
export type MediaType = Asset['mimeType'];
export type VariantName = Asset['variants'][number]['name'];

/** What comes with an uploaded file. An empty folder is none. */
export const uploadFields = {
  alt: s.optional(altText),
  folder: s.optional(s.string({ min: 0, max: 255 })),
};

export const assetChange = partial(pick(asset, 'alt', 'folder', 'focalPoint'));
export type AssetChange = Infer<typeof assetChange>;

export const assetFilters = {
  type: s.optional(asset.fields.type),
  folder: s.optional(s.string({ max: 255 })),
  search: s.optional(s.describe(s.string({ max: 255 }), 'In file names and alternative texts.')),
  unused: s.optional(s.boolean()),
};

/** One stored file of an asset. A picture has several, which clients see as its variants. */
export const assetFile = s.object({
  ...omit(assetVariant, 'url').fields,
  format: s.enum('jpeg', 'png', 'webp', 'avif', 'gif', 'svg', 'pdf', 'mp4'),
  width: s.nullable(s.integer()),
  height: s.nullable(s.integer()),
  /** SHA-256, as hexadecimal digits. */
  hash: s.string(),
  blobId: s.uuid(),
});
export type AssetFile = Infer<typeof assetFile>;

/** One of the files that an asset has had. */
export const assetVersion = s.tenantResource('AssetVersion', {
  assetId: s.uuid(),
  number: s.describe(s.integer({ min: 1 }), '1 is the file that was uploaded first.'),
  isCurrent: s.boolean(),
  ...pick(asset, 'filename', 'mimeType', 'size', 'checksum', 'width', 'height', 'url', 'variants').fields,
  createdBy: s.nullable(s.uuid()),
});

const bytes = s.integer({ min: 0 });
const assetCount = s.integer({ min: 0 });

export const storageReport = s.named(
  'StorageUsage',
  s.object({
    usedBytes: s.describe(bytes, 'What is kept: originals and variants of all versions, equal bytes once.'),
    reservedBytes: s.describe(bytes, 'Of files that have been announced and are not completed yet.'),
    limitBytes: s.describe(
      s.nullable(bytes),
      'What the plan allows used and reserved bytes together; null is no limit.',
    ),
    assets: s.describe(
      s.object({ image: assetCount, document: assetCount, video: assetCount, other: assetCount }),
      'How many there are of each type.',
    ),
  }),
);
export type StorageReport = Infer<typeof storageReport>;
