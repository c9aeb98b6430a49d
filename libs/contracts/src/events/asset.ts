import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

/** What can be uploaded. */
export const MEDIA_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
  'image/svg+xml',
  'application/pdf',
  'video/mp4',
] as const;

export const assetVariant = s.named(
  'AssetVariant',
  s.object({
    name: s.enum('thumb', 'small', 'medium', 'large', 'original'),
    url: s.string(),
    format: s.enum('jpeg', 'png', 'webp', 'avif', 'gif', 'svg'),
    width: s.integer(),
    height: s.integer(),
    size: s.describe(s.integer(), 'Bytes.'),
  }),
);

/** A resource that refers to an asset. */
export const assetUse = s.named(
  'AssetUse',
  s.object({ type: s.enum('page', 'branding', 'release'), id: s.uuid(), title: s.string({ min: 0 }) }),
);

export const altText = s.describe(
  s.string({ min: 0, max: 500 }),
  'What the picture shows; empty means decoration.',
);
const share = s.number({ min: 0, max: 1 });

/** A picture, a document or a video of a tenant. */
export const asset = s.tenantResource('Asset', {
  filename: s.describe(
    s.string({ min: 0, max: 255 }),
    'As it was uploaded, like mimeType, size and checksum.',
  ),
  mimeType: s.enum(...MEDIA_TYPES),
  size: s.describe(
    s.integer(),
    'Bytes of the uploaded file. The storage of the plan counts what is kept: the original and all variants.',
  ),
  checksum: s.describe(s.string(), 'SHA-256, as hexadecimal digits.'),
  type: s.enum('image', 'document', 'video', 'other'),
  width: s.nullable(s.integer()),
  height: s.nullable(s.integer()),
  alt: s.nullable(altText),
  folder: s.nullable(s.string({ max: 255 })),
  focalPoint: s.describe(
    s.nullable(s.object({ x: share, y: share })),
    'What pages keep in sight when they crop the picture: a share of its width and of its height.',
  ),
  url: s.describe(
    s.string(),
    'The original: of a picture re-encoded without metadata, of a document or a video as it was sent.',
  ),
  variants: s.array(assetVariant),
  status: s.enum('pending', 'ready', 'failed'),
  usedBy: s.array(assetUse, { max: 100_000 }),
});

export const assetEvents = defineEvents('asset', asset, {
  uploaded: 'upload',
  updated: 'update',
  replaced: 'replace',
  deleted: 'delete',
});
