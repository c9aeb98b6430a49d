import { DomainError, ensure } from '@siteninja/core';
import { upload } from '@siteninja/http';
import { type Fields } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { MEDIA_TYPES, type MediaType } from './asset.schema';

const MB = 1024 * 1024;
const MAX_FILE_BYTES = 25 * MB;
const MAX_VIDEO_BYTES = 100 * MB;

/**
 * @param mediaType undefined for a file of none that we take
 * @throws too_large for a file that is larger than its type may be
 */
export function assertFileSize(mediaType: MediaType | undefined, size: number, field = 'file'): void {
  const maxBytes = mediaType === 'video/mp4' ? MAX_VIDEO_BYTES : MAX_FILE_BYTES;
  ensure(size <= maxBytes, () => fileTooLarge(maxBytes, field));
}

function fileTooLarge(maxBytes: number, field: string): DomainError {
  const message = `Such a file may have ${maxBytes / MB} MB.`;
  return new DomainError('too_large', 'asset.too_large', message, { details: [{ field, message }] });
}

/** How a file is received, whatever it turns out to be: its type is known by its first bytes, its limit by its type. */
export const RECEIVING = {
  maxFileBytes: MAX_VIDEO_BYTES,
  tooLarge: () => fileTooLarge(MAX_VIDEO_BYTES, 'file'),
  folder: ({ config }: AssetCtx) => config.UPLOAD_FOLDER,
};

/** The part of a route that takes a file, with these text fields beside it. */
export function received<F extends Fields>(fields: F) {
  return upload({
    mediaTypes: MEDIA_TYPES,
    description: `${MEDIA_TYPES.join(', ')}; 25 MB, a video 100 MB; 40 megapixels.`,
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
