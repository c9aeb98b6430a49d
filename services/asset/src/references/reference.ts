import { isId } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type AssetCtx } from '../context';
import { type Reference, references, type Referring } from './reference.model';

/** What uses an asset, as clients see it. */
export interface Use {
  type: Referring;
  id: string;
  title: string;
}

/** What uses each of these assets; one query for all of them. */
export async function usesOf(ctx: AssetCtx, assetIds: string[]): Promise<ReadonlyMap<string, Use[]>> {
  if (assetIds.length === 0) return new Map();
  const among = { $in: assetIds };
  const rows = await references
    .in(ctx)
    .find({ $or: [{ assetIds: among }, { liveAssetIds: among }] }, { sort: { title: 1, _id: 1 } });
  const uses = new Map<string, Use[]>();
  for (const row of rows) {
    for (const assetId of new Set([...row.assetIds, ...row.liveAssetIds])) {
      const use = { type: row.type, id: row.resourceId, title: row.title };
      uses.set(assetId, [...(uses.get(assetId) ?? []), use]);
    }
  }
  return uses;
}

/** Every asset that anything of the tenant refers to. */
export async function usedAssetIds(ctx: AssetCtx): Promise<string[]> {
  const rows = await references.in(ctx).find({}, { select: { assetIds: 1, liveAssetIds: 1 } });
  return [...new Set(rows.flatMap((row) => [...row.assetIds, ...row.liveAssetIds]))];
}

/** The state of a resource that one of its events tells of; what it says nothing about stays as it is. */
export interface Told {
  type: Referring;
  resourceId: string;
  version: number;
  title: string;
  assetIds: string[];
  liveAssetIds?: string[];
}

/** Takes over what is newer than what is known. */
export async function refer(tx: Tx<AssetCtx>, told: Told): Promise<void> {
  const { type, resourceId, version } = told;
  const known = await references.in(tx).findOne({ type, resourceId });
  const change: Partial<Reference> = {};
  if (!known || known.version < version) {
    Object.assign(change, { version, title: told.title, assetIds: told.assetIds });
  }
  if (told.liveAssetIds && (!known || known.liveVersion < version)) {
    Object.assign(change, { liveVersion: version, liveAssetIds: told.liveAssetIds });
  }
  if (Object.keys(change).length === 0) return;
  if (known) await references.in(tx).update({ type, resourceId }, { $set: change });
  else await references.in(tx).insert({ ...told, liveVersion: 0, liveAssetIds: [], ...change });
}

/** Whatever is named `assetId` or ends so, however deep it lies, once each. */
export function collectAssetIds(content: unknown): string[] {
  const found = new Set<string>();
  const open: unknown[] = [content];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      if (/(^a|A)ssetId$/.test(name) && typeof inner === 'string' && isId(inner)) found.add(inner);
      else open.push(inner);
    }
  }
  return [...found];
}
