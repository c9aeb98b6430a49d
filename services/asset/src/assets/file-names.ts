import { publicOrigin } from '@siteninja/core';
import { type AssetCtx } from '../context';
import { type AssetFile } from './asset.schema';
import { type VersionRow } from './version.model';

const EXTENSIONS: Record<AssetFile['format'], { extension: string; contentType: string }> = {
  jpeg: { extension: 'jpg', contentType: 'image/jpeg' },
  png: { extension: 'png', contentType: 'image/png' },
  webp: { extension: 'webp', contentType: 'image/webp' },
  avif: { extension: 'avif', contentType: 'image/avif' },
  gif: { extension: 'gif', contentType: 'image/gif' },
  svg: { extension: 'svg', contentType: 'image/svg+xml' },
  pdf: { extension: 'pdf', contentType: 'application/pdf' },
  mp4: { extension: 'mp4', contentType: 'video/mp4' },
};

/** `<variant>-<hash12>.<ext>`: other bytes have another name, so that files can be cached for ever. */
export function fileName(file: Pick<AssetFile, 'name' | 'hash' | 'format'>): string {
  return `${file.name}-${file.hash.slice(0, 12)}.${extensionOf(file)}`;
}

export function extensionOf({ format }: Pick<AssetFile, 'format'>): string {
  return EXTENSIONS[format].extension;
}

/** Every type that a stored file can have. */
export const CONTENT_TYPES = Object.values(EXTENSIONS).map(({ contentType }) => contentType);

export function contentTypeOf({ format }: Pick<AssetFile, 'format'>): string {
  return EXTENSIONS[format].contentType;
}

/** Absolute, as clients never build it. */
export function fileUrl(
  { config }: AssetCtx,
  { tenantId, assetId }: Pick<VersionRow, 'tenantId' | 'assetId'>,
  file: AssetFile,
): string {
  return `${publicOrigin(config, config.BASE_DOMAIN)}/assets/${tenantId}/${assetId}/${fileName(file)}`;
}
