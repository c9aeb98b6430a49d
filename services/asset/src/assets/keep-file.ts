import { ensure, tenantOf, unavailable, userOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type ReceivedFile } from '@siteninja/http';
import { type InferFields } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { assertStorageLeft, openStorage } from '../usage/storage-usage';
import { blobKey, holdFiles, releaseFiles } from '../usage/stored-files';
import { assets } from './asset.model';
import { contentTypeOf, fileName } from './file-names';
import { checksumOf, type EncodedFile, type Inspected } from './inspect';
import { assetVersions, type contentFields, type VersionRow } from './version.model';

/** What an asset is as long as this version is its present one. */
export type Content = InferFields<typeof contentFields>;

/** What becomes of a file, in the two transactions between which it is stored. */
interface Purpose<T> {
  /** Frees what was reserved for the file beforehand; in the transaction that then takes its storage. */
  claim?(tx: Tx<AssetCtx>): Promise<void>;
  /** What it is once its files are stored: `ready` where absent. */
  becomes?: 'stored';
  /** @returns the id of the asset that the file becomes a version of */
  reserve(tx: Tx<AssetCtx>, content: Content): Promise<string>;
  /** @throws where the asset may no longer have the file */
  publish(tx: Tx<AssetCtx>, version: VersionRow): Promise<T>;
}

/**
 * Encodes and stores the files of a version, and then makes it known. Until then its `pending` row holds the storage. A
 * failure removes row, files and what was held; the sweeper removes what a crash leaves. The plan counts every file that
 * is kept, which is known once they are encoded.
 * @throws invalid, payment_required `plan.limit_reached`, unavailable
 */
export async function keepFile<T>(
  ctx: AssetCtx,
  file: ReceivedFile,
  inspected: Inspected,
  purpose: Purpose<T>,
): Promise<T> {
  await openStorage(ctx);
  if (!purpose.claim) await assertStorageLeft(ctx);
  const work = async () => keep(ctx, file, inspected, purpose);
  return inspected.pixels === 0 ? work() : ctx.ports.decoding.run(work, inspected.pixels);
}

async function keep<T>(ctx: AssetCtx, file: ReceivedFile, inspected: Inspected, purpose: Purpose<T>) {
  const encoded = await inspected.encode();
  const { filename, size } = file;
  const { mediaType: mimeType, width, height } = inspected;
  const facts = { filename, size, checksum: await checksumOf(file.path), mimeType, width, height };
  const pending = await transaction(ctx, async (tx) => {
    await purpose.claim?.(tx);
    const files = await holdFiles(
      tx,
      encoded.map((each) => each.file),
    );
    const content = { ...facts, files };
    const assetId = await purpose.reserve(tx, content);
    return insertVersion(tx, assetId, content, { number: 0, status: 'pending' });
  });
  try {
    await store(ctx, pending, encoded);
    return await publish(ctx, pending, purpose);
  } catch (error) {
    await abandonVersion(ctx, pending).catch((cause: unknown) => {
      ctx.log.warn('an upload is left to the sweeper', { assetId: pending.assetId, cause });
    });
    throw error;
  }
}

export function insertVersion(
  tx: Tx<AssetCtx>,
  assetId: string,
  content: Content,
  state: Pick<VersionRow, 'number' | 'status'>,
): Promise<VersionRow> {
  const fileNames = [...new Set(content.files.map(fileName))];
  const row = { assetId, ...content, fileNames, ...state, importId: null, createdBy: userOf(tx) };
  return assetVersions.in(tx).insert(row);
}

async function store(ctx: AssetCtx, { files }: VersionRow, encoded: EncodedFile[]): Promise<void> {
  const stored = new Set<string>();
  for (const [index, { blobId }] of files.entries()) {
    const each = encoded[index];
    // Equal bytes are one blob; that another asset has them does not say that they have been stored already.
    if (!each || stored.has(blobId)) continue;
    await ctx.ports.blobs.put(blobKey(tenantOf(ctx), blobId), each.content(), contentTypeOf(each.file));
    stored.add(blobId);
  }
}

function publish<T>(ctx: AssetCtx, { _id }: VersionRow, purpose: Purpose<T>): Promise<T> {
  const { becomes: status = 'ready' } = purpose;
  return transaction(ctx, async (tx) => {
    const version = await assetVersions.in(tx).updateOne({ _id, status: 'pending' }, { $set: { status } });
    ensure(version, () => unavailable('asset.too_late', 'The upload took too long. Try again.'));
    return purpose.publish(tx, version);
  });
}

/** Removes a version that was not stored, and the asset with it that it was to be the first one of. */
export function abandonVersion(ctx: AssetCtx, { _id, assetId, files }: VersionRow): Promise<void> {
  return transaction(ctx, async (tx) => {
    const gone = await assetVersions.in(tx).delete({ _id, status: 'pending' });
    if (gone === 0) return;
    await releaseFiles(tx, [{ files }]);
    await assets.in(tx).delete({ _id: assetId, status: 'pending' });
  });
}
