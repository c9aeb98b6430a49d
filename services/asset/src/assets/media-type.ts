import { DomainError } from '@siteninja/core';
import { type MediaType } from './asset.schema';

/** Other names of the same types. */
const ALIASES: Record<string, MediaType> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/svg': 'image/svg+xml',
  'application/x-pdf': 'application/pdf',
  'video/x-m4v': 'video/mp4',
  'application/mp4': 'video/mp4',
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
  mp4: 'video/mp4',
  m4v: 'video/mp4',
};

/**
 * The type that a file has by its first bytes, provided that it was sent as that type.
 * @throws unsupported_media_type for anything else
 */
export function mediaTypeOf(head: Buffer, claim: { contentType: string; filename: string }): MediaType {
  const actual = sniff(head);
  if (!actual) {
    const known = 'JPEG, PNG, WebP, AVIF, GIF, SVG, PDF or MP4';
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
  const extension = /\.([a-z0-9]{3,4})$/i.exec(filename)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : EXTENSIONS[extension];
}

/** Undefined for what we do not take. */
export function sniff(head: Buffer): MediaType | undefined {
  const begins = (bytes: string, at = 0): boolean =>
    head.subarray(at, at + bytes.length).equals(Buffer.from(bytes, 'latin1'));
  if (begins('\xff\xd8\xff')) return 'image/jpeg';
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins('RIFF') && begins('WEBP', 8)) return 'image/webp';
  if (['ftypavif', 'ftypavis', 'ftypmif1'].some((brand) => begins(brand, 4))) return 'image/avif';
  if (isMp4(head)) return 'video/mp4';
  if (begins('GIF87a') || begins('GIF89a')) return 'image/gif';
  const text = head.toString('utf8');
  // Readers look for the header below white space, too.
  if (/^\s*%PDF-/.test(text)) return 'application/pdf';
  return startsAsSvg(text) ? 'image/svg+xml' : undefined;
}

/** Brands of the same family of files that are no MP4 video, though most of them name it as compatible. */
const OTHER_BRANDS = /^(qt|M4[ABP]|3g|avi[fs]|hei[cfmsx]|hev[cmsx]|mi[fa]|msf)/;
const MP4_BRANDS = /^(iso[m2-9]|mp4[12]|avc1|M4V|MSNV|dash|F4V|f4v)/;

/** By the major brand, or where that says nothing by one that the file is compatible with (ISO/IEC 14496-12 §4.3). */
function isMp4(head: Buffer): boolean {
  if (head.toString('latin1', 4, 8) !== 'ftyp') return false;
  const major = head.toString('latin1', 8, 12);
  if (OTHER_BRANDS.test(major)) return false;
  const end = Math.min(head.readUInt32BE(0), head.length);
  const brands = [major];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(head.toString('latin1', at, at + 4));
  return brands.some((brand) => MP4_BRANDS.test(brand));
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
