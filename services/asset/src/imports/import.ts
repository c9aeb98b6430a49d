import { type AnswerOf, type BodyOf, type calls } from '@siteninja/contracts';
import { ensure, isId, notFound } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type ReceivedFile } from '@siteninja/http';
import { presentAsset } from '../assets/asset';
import { assets } from '../assets/asset.model';
import { inspect, type Inspected } from '../assets/inspect';
import { keepFile } from '../assets/keep-file';
import { insertPending } from '../assets/upload';
import { assetVersions } from '../assets/version.model';
import { type AssetCtx } from '../context';
import { madeBefore, type Source } from './made-before';

/**
 * Makes an asset of a file by the same checks as any upload. Nobody sees it before its import is committed; until then
 * it holds its storage.
 * @throws not_found for ids that are none, and whatever `uploadAsset` throws
 */
export async function importAsset(
  ctx: AssetCtx,
  { importId, assetId }: { importId: string; assetId: string },
  file: ReceivedFile,
  source: Source,
): Promise<AnswerOf<typeof calls.importAsset>> {
  ensure(isId(importId) && isId(assetId), () => notFound('asset'));
  return keepFile(ctx, file, await inspectImported(ctx, file, source), {
    becomes: 'stored',
    reserve: (tx, content) => insertPending(tx, content, { id: assetId, alt: null, folder: null }),
    publish: async (tx, version) => {
      await assetVersions.in(tx).update(version._id, { number: 1, importId });
      return presentAsset(tx, await assets.in(tx).get(assetId), []);
    },
  });
}

/** Pictures alone take long to be made anew. */
async function inspectImported(ctx: AssetCtx, file: ReceivedFile, source: Source): Promise<Inspected> {
  const inspected = await inspect(file);
  if (inspected.pixels === 0) return inspected;
  const encode = async () => (await madeBefore(ctx, file, source)) ?? (await inspected.encode());
  return { ...inspected, encode };
}

/**
 * Says what assets of an import are called. That they are all there holds for an hour from now.
 * @throws not_found where one is not there
 */
export function describeImport(
  ctx: AssetCtx,
  importId: string,
  { assets: described }: BodyOf<typeof calls.describeImport>,
): Promise<void> {
  const byId = new Map(described.map(({ id, ...facts }) => [id, facts]));
  const ids = [...byId.keys()];
  return transaction(ctx, async (tx) => {
    const stored = { importId, status: 'stored', assetId: { $in: ids } } as const;
    const versions = await assetVersions.in(tx).find(stored);
    const rows = await assets.in(tx).find({ _id: { $in: ids }, status: 'pending' });
    ensure(versions.length === byId.size && rows.length === byId.size, () => notFound('asset'));
    await assets.in(tx).updateEach(rows.map((row) => ({ row, set: { ...byId.get(row._id) } })));
    await assetVersions
      .in(tx)
      .updateEach(
        versions.map((row) => ({ row, set: { filename: byId.get(row.assetId)?.filename ?? row.filename } })),
      );
  });
}
