import { DomainError } from '@siteninja/core';
import { upload } from '@siteninja/http';
import { type Fields } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { MEDIA_TYPES } from './asset.schema';

export const MAX_FILE_BYTES = 25 * 1024 * 1024;

export function fileTooLarge(field = 'file'): DomainError {
  const message = `A file may have ${MAX_FILE_BYTES / 1024 / 1024} MB.`;
  return new DomainError('too_large', 'asset.too_large', message, { details: [{ field, message }] });
}

/** The part of a route that takes a file, with these text fields beside it. */
export function received<F extends Fields>(fields: F) {
  return upload({
    mediaTypes: MEDIA_TYPES,
    description: `${MEDIA_TYPES.join(', ')}; 25 MB, 40 megapixels.`,
    maxFileBytes: MAX_FILE_BYTES,
    tooLarge: fileTooLarge,
    fields,
    folder: ({ config }: AssetCtx) => config.UPLOAD_FOLDER,
  });
}

/** What a file that becomes a version of an asset may be refused with. */
export const UPLOAD_ERRORS = [
  'plan.limit_reached',
  'asset.too_large',
  'asset.unsupported_type',
  'asset.type_mismatch',
  'asset.too_many_pixels',
  'asset.too_complex',
  'asset.damaged',
  'asset.svg_style_sheet',
  'asset.svg_unsupported',
  'asset.busy',
  'asset.too_late',
] as const;
