import { DomainError, ensure } from '@siteninja/core';
import { type SizeLimit, upload } from '@siteninja/http';
import { type Fields } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { MEDIA_TYPES, type MediaType } from './asset.schema';
import { sniff } from './media-type';

const MB = 1024 * 1024;
const MAX_FILE_BYTES = 25 * MB;
const MAX_VIDEO_BYTES = 100 * MB;
/** Parsing blocks the event loop. */
const MAX_SVG_BYTES = 256 * 1024;

/** @param mediaType undefined for a file of none that we take */
function limitOfType(mediaType: MediaType | undefined, field: string): SizeLimit {
  if (mediaType === 'image/svg+xml') {
    return limit(MAX_SVG_BYTES, field, 'An SVG may have 256 KB. Upload larger ones as PNG.');
  }
  const maxBytes = mediaType === 'video/mp4' ? MAX_VIDEO_BYTES : MAX_FILE_BYTES;
  return limit(maxBytes, field, `Such a file may have ${maxBytes / MB} MB.`);
}

function limit(maxBytes: number, field: string, message: string): SizeLimit {
  const details = [{ field, message }];
  return { maxBytes, tooLarge: () => new DomainError('too_large', 'asset.too_large', message, { details }) };
}

/** Which limit a file has whatever it was sent as: its type is known by its first bytes. */
export function limitOf(head: Buffer): SizeLimit {
  return limitOfType(sniff(head), 'file');
}

/** @throws too_large for a size that no file of this type may have */
export function assertSizeAllowed({ mimeType, size }: { mimeType: MediaType; size: number }): void {
  const { maxBytes, tooLarge } = limitOfType(mimeType, 'size');
  ensure(size <= maxBytes, tooLarge);
}

/** How files are received. */
export const RECEIVING = { limitOf, folder: ({ config }: AssetCtx) => config.UPLOAD_FOLDER };

/** The part of a route that takes a file, with these text fields beside it. */
export function received<F extends Fields>(fields: F) {
  return upload({
    mediaTypes: MEDIA_TYPES,
    description: `${MEDIA_TYPES.join(', ')}; 25 MB, a video 100 MB, an SVG 256 KB; 40 megapixels.`,
    ...RECEIVING,
    fields,
  });
}

/** What a file that becomes a version of an asset may be refused with. */
export const UPLOAD_ERRORS = [
  'plan.limit_reached',
  'asset.too_large',
  'asset.unsupported_type',
  'asset.type_mismatch',
  'asset.too_many_pixels',
  'asset.animated_png',
  'asset.too_complex',
  'asset.damaged',
  'asset.svg_style_sheet',
  'asset.svg_unsupported',
  'asset.busy',
  'asset.storage_unavailable',
  'asset.too_late',
] as const;
