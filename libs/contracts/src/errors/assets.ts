import { entry, type ErrorEntry, notFound } from './entry';

export const ASSET_ERRORS = {
  'asset.not_found': notFound('asset'),
  'file.not_found': notFound('file'),
  'asset.in_use': entry(
    'conflict',
    'Pages or the branding show this asset. `details` lists them.',
    'Remove these uses, or delete with `force=true`.',
  ),
  'asset.too_large': entry('too_large', 'The file is larger than its kind may be.', 'Upload a smaller file.'),
  'asset.unsupported_type': entry(
    'unsupported_media_type',
    'Files of this type are not taken, or the bytes are not of a type that is known.',
    'Upload JPEG, PNG, WebP, AVIF, GIF, SVG, PDF or MP4.',
  ),
  'asset.type_mismatch': entry(
    'unsupported_media_type',
    'The bytes are not of the type that the part or the file name says.',
    'Send the file under its own type.',
  ),
  'asset.too_many_pixels': entry('invalid', 'The picture has more than 40 megapixels.', 'Scale it down.'),
  'asset.animated_png': entry(
    'invalid',
    'The file is a PNG with several frames, of which only the first could be kept.',
    'Send it as an animated GIF or WebP.',
  ),
  'asset.too_complex': entry('invalid', 'The file takes too long to read.', 'Simplify it.'),
  'asset.damaged': entry('invalid', 'The file cannot be decoded.', 'Export it again.'),
  'asset.svg_style_sheet': entry(
    'invalid',
    'The SVG has a style sheet, which cannot be kept safely.',
    'Export it with presentation attributes instead of CSS.',
  ),
  'asset.svg_unsupported': entry(
    'invalid',
    'The SVG has a part that cannot be kept safely, and would look different without it. The message names it.',
    'Export it as plain paths, or as PNG.',
  ),
  'asset.busy': entry(
    'unavailable',
    'Many uploads are being processed.',
    'Try again after Retry-After seconds.',
  ),
  'asset.storage_unavailable': entry(
    'unavailable',
    'The store of files does not answer.',
    'Try again after Retry-After seconds.',
  ),
  'asset.not_sent': entry(
    'conflict',
    'The announced file has not been sent, or not to its end.',
    'Send it to the address that presigning gave, and complete the upload then.',
  ),
  'asset.completed': entry('conflict', 'Another request has just completed this upload.', 'Read the asset.'),
  'asset.upload_refused': entry(
    'forbidden',
    'The address for an announced file is wrong, used up or older than an hour.',
    'Announce the file again.',
  ),
  'asset.too_late': entry('unavailable', 'The upload took too long.', 'Try again.'),
} as const satisfies Record<string, ErrorEntry>;
