import { ensure, notFound } from '@siteninja/core';
import { type StoredFile } from '@siteninja/http';
import { encodeExtended } from 'content-disposition';
import { assets } from '../assets/asset.model';
import { contentTypeOf, fileName } from '../assets/file-names';
import { assetVersions } from '../assets/version.model';
import { type AssetCtx } from '../context';
import { blobKey } from '../usage/stored-files';
import { isTenantDeleted } from './tenant-state.projection';

/** Some browsers hold the policy against an SVG in an `<img>`; its inline styles are cleaned when it is uploaded. */
const POLICIES = {
  svg: "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  // A browser that opens a video makes a page around it, which plays it.
  mp4: "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
  other: "default-src 'none'; sandbox",
};

/**
 * The file of this name, of the asset's present version or of an earlier one, with headers that forbid everything in it to run, be it opened as a document of its own or
 * sniffed as another type.
 * @throws not_found, also while the tenant is deleted
 */
export async function getFile(ctx: AssetCtx, assetId: string, name: string): Promise<StoredFile> {
  const [row, isDeleted] = await Promise.all([findWithFile(ctx, assetId, name), isTenantDeleted(ctx)]);
  const file = row?.files.find((each) => fileName(each) === name);
  ensure(row && file && !isDeleted, () => notFound('file'));
  const isAttachment = file.format === 'svg' || file.format === 'pdf';
  return {
    size: file.size,
    etag: `"${file.hash.slice(0, 32)}"`,
    headers: {
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Type': contentTypeOf(file),
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy':
        POLICIES[file.format === 'svg' || file.format === 'mp4' ? file.format : 'other'],
      'Cross-Origin-Resource-Policy': 'cross-origin',
      ...(isAttachment
        ? { 'Content-Disposition': `attachment; filename*=${encodeExtended(row.filename)}` }
        : {}),
    },
    open: (range) => ctx.ports.blobs.get(blobKey(row.tenantId, file.blobId), range),
  };
}

async function findWithFile(ctx: AssetCtx, assetId: string, name: string) {
  const asset = await assets.in(ctx).findOne({ _id: assetId, status: 'ready' });
  if (!asset || asset.files.some((file) => fileName(file) === name)) return asset;
  return assetVersions.in(ctx).findOne({ assetId, fileNames: name, status: 'ready' });
}
