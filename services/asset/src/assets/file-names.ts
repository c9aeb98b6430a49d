import { publicOrigin } from '@siteninja/core';
import { type AssetCtx } from '../context';
import { type AssetRow } from './asset.model';
import { type AssetFile } from './asset.schema';

const EXTENSIONS: Record<AssetFile['format'], { extension: string; contentType: string }> = {
  jpeg: { extension: 'jpg', contentType: 'image/jpeg' },
  png: { extension: 'png', contentType: 'image/png' },
  webp: { extension: 'webp', contentType: 'image/webp' },
  avif: { extension: 'avif', contentType: 'image/avif' },
  gif: { extension: 'gif', contentType: 'image/gif' },
  svg: { extension: 'svg', contentType: 'image/svg+xml' },
  pdf: { extension: 'pdf', contentType: 'application/pdf' },
};

type Owned = Pick<AssetRow, '_id' | 'tenantId'>;

/** `<variant>-<hash12>.<ext>`: other bytes have another name, so that files can be cached for ever. */
export function fileName({ name, hash, format }: AssetFile): string {
  return `${name}-${hash.slice(0, 12)}.${EXTENSIONS[format].extension}`;
}

/** Every type that a stored file can have. */
export const CONTENT_TYPES = Object.values(EXTENSIONS).map(({ contentType }) => contentType);

export function contentTypeOf({ format }: AssetFile): string {
  return EXTENSIONS[format].contentType;
}

/** The asset's folder in the blob store. */
export function folderOf({ tenantId, _id }: Owned): string {
  return `${tenantId}/${_id}`;
}

export function blobKey(owner: Owned, file: AssetFile): string {
  return `${folderOf(owner)}/${fileName(file)}`;
}

/** Absolute, as clients never build it. */
export function fileUrl({ config }: AssetCtx, owner: Owned, file: AssetFile): string {
  return `${publicOrigin(config, config.BASE_DOMAIN)}/assets/${blobKey(owner, file)}`;
}
