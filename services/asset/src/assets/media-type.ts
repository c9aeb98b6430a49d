import { DomainError } from '@siteninja/core';
import { type MediaType } from './asset.schema';

/** Other names of the same types. */
const ALIASES: Record<string, MediaType> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/svg': 'image/svg+xml',
  'application/x-pdf': 'application/pdf',
};

/**
 * Sent by clients that do not know the type: the file name's extension is then the claim. A part without a type counts
 * as `text/plain` (RFC 7578 §4.4), so that the parser tells the two apart no more than we can.
 */
const NO_CLAIM = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'text/plain']);
const EXTENSIONS: Record<string, MediaType> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  jpe: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
};

/** Enough of a file's beginning to tell its type. */
export const HEAD_BYTES = 4_096;

/**
 * The type that a file has by its first bytes, provided that it was sent as that type.
 * @throws unsupported_media_type for anything else
 */
export function mediaTypeOf(head: Buffer, claim: { contentType: string; filename: string }): MediaType {
  const actual = sniff(head);
  if (!actual) {
    const known = 'JPEG, PNG, WebP, AVIF, GIF, SVG or PDF';
    throw refused('asset.unsupported_type', `This file is none of ${known}.`);
  }
  const claimed = claimedType(claim);
  if (claimed !== undefined && claimed !== actual) {
    throw refused('asset.type_mismatch', `This file was sent as ${claimed}, and is ${actual}.`);
  }
  return actual;
}

export function refused(code: string, message: string, cause?: unknown): DomainError {
  return new DomainError('unsupported_media_type', code, message, {
    details: [{ field: 'file', message }],
    cause,
  });
}

function claimedType({ contentType, filename }: { contentType: string; filename: string }) {
  const type = contentType.toLowerCase();
  if (!NO_CLAIM.has(type)) return ALIASES[type] ?? type;
  const extension = /\.([a-z]{3,4})$/i.exec(filename)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : EXTENSIONS[extension];
}

function sniff(head: Buffer): MediaType | undefined {
  const begins = (bytes: string, at = 0): boolean =>
    head.subarray(at, at + bytes.length).equals(Buffer.from(bytes, 'latin1'));
  if (begins('\xff\xd8\xff')) return 'image/jpeg';
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins('RIFF') && begins('WEBP', 8)) return 'image/webp';
  if (['ftypavif', 'ftypavis', 'ftypmif1'].some((brand) => begins(brand, 4))) return 'image/avif';
  if (begins('GIF87a') || begins('GIF89a')) return 'image/gif';
  const text = head.toString('utf8');
  // Readers look for the header below white space, too.
  if (/^\s*%PDF-/.test(text)) return 'application/pdf';
  return startsAsSvg(text) ? 'image/svg+xml' : undefined;
}

/** A prolog and comments may precede the root element. */
function startsAsSvg(text: string): boolean {
  let rest = text.replace(/^\uFEFF/, '').trimStart();
  for (;;) {
    const end = rest.startsWith('<!--')
      ? '-->'
      : rest.startsWith('<?')
        ? '?>'
        : /^<!DOCTYPE[^[>]*>/i.test(rest)
          ? '>'
          : /^<!DOCTYPE[^[>]*\[/i.test(rest)
            ? ']>'
            : undefined;
    if (end === undefined) return /^<svg[\s>/]/.test(rest);
    const at = rest.indexOf(end);
    if (at < 0) return false;
    rest = rest.slice(at + end.length).trimStart();
  }
}
