import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { inTenant } from '@siteninja/core';
import { type ReceivedFile } from '@siteninja/http';
import { assets } from '../assets/asset.model';
import { type AssetFile } from '../assets/asset.schema';
import { checksumOf, type EncodedFile } from '../assets/inspect';
import { type AssetCtx } from '../context';
import { blobKey } from '../usage/stored-files';

/** The asset that a bundle says a file is of, where it says so. */
export interface Source {
  tenantId: string | undefined;
  assetId: string | undefined;
}

/**
 * The files of another asset whose original has exactly these bytes: the bytes then were made here, and so is all that
 * would be made of them. Nothing that a bundle says is believed but which asset to compare with.
 * @returns null where there is no such asset, or not all of its files are as they were
 */
export async function madeBefore(
  ctx: AssetCtx,
  file: ReceivedFile,
  { tenantId, assetId }: Source,
): Promise<EncodedFile[] | null> {
  if (tenantId === undefined || assetId === undefined) return null;
  const asset = await assets.in(inTenant(ctx, tenantId)).findOne({ _id: assetId, status: 'ready' });
  const original = asset?.files.find(({ name }) => name === 'original');
  if (!asset || original?.size !== file.size || original.hash !== (await checksumOf(file.path))) return null;
  const read = new Map<string, Buffer>();
  const encoded: EncodedFile[] = [];
  for (const { blobId, ...facts } of asset.files) {
    if (facts.hash === original.hash) {
      encoded.push({ file: facts, content: () => createReadStream(file.path) });
      continue;
    }
    const bytes = read.get(facts.hash) ?? (await readBlob(ctx, blobKey(tenantId, blobId), facts));
    if (!bytes) return null;
    read.set(facts.hash, bytes);
    encoded.push({ file: facts, content: () => bytes });
  }
  return encoded;
}

async function readBlob(
  ctx: AssetCtx,
  key: string,
  { hash }: Pick<AssetFile, 'hash'>,
): Promise<Buffer | null> {
  const content = await ctx.ports.blobs.get(key);
  if (!content) return null;
  const bytes = await buffer(content);
  return createHash('sha256').update(bytes).digest('hex') === hash ? bytes : null;
}
