import { isId } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type AssetCtx } from '../context';
import { type Part, type Reference, references, type Referring } from './reference.model';

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

interface Told {
  type: Referring;
  resourceId: string;
  version: number;
}

/** The whole of a resource, as one of its events tells it. */
export interface WholeTold extends Told {
  title: string;
  parts: Omit<Part, 'version'>[];
  /** Where the event changes what is live. */
  liveAssetIds?: string[];
}

/** Takes over what is newer than what is known. */
export async function referWhole(tx: Tx<AssetCtx>, told: WholeTold): Promise<void> {
  const { type, resourceId, version, title, liveAssetIds } = told;
  const known = await knownOf(tx, told);
  const change: Partial<Reference> = {};
  if (known.version < version) {
    const newer = known.parts.filter((part) => part.version > version);
    const others = told.parts.filter(({ id }) => newer.every((part) => part.id !== id));
    const parts = [...newer, ...others.map((part) => ({ ...part, version }))];
    Object.assign(change, { version, title, parts, assetIds: assetIdsOf(parts) });
  }
  if (liveAssetIds && known.liveVersion < version) {
    Object.assign(change, { liveVersion: version, liveAssetIds });
  }
  if (Object.keys(change).length > 0)
    await references.in(tx).updateOne({ type, resourceId }, { $set: change });
}

/** The same for one part. One that is gone is kept as a mark, until the whole is told of. */
export async function referPart(
  tx: Tx<AssetCtx>,
  told: Told & { part: Omit<Part, 'version'> },
): Promise<void> {
  const { type, resourceId, version } = told;
  const known = await knownOf(tx, told);
  const before = known.parts.find(({ id }) => id === told.part.id)?.version ?? 0;
  if (known.version >= version || before >= version) return;
  const parts = [...known.parts.filter(({ id }) => id !== told.part.id), { ...told.part, version }];
  const change = { parts, assetIds: assetIdsOf(parts) };
  await references.in(tx).updateOne({ type, resourceId }, { $set: change });
}

async function knownOf(tx: Tx<AssetCtx>, { type, resourceId }: Told): Promise<Reference> {
  const known = await references.in(tx).findOne({ type, resourceId });
  if (known) return known;
  const empty = { title: '', version: 0, parts: [], assetIds: [], liveVersion: 0, liveAssetIds: [] };
  return references.in(tx).insert({ type, resourceId, ...empty });
}

function assetIdsOf(parts: readonly Part[]): string[] {
  return [...new Set(parts.flatMap(({ assetIds }) => assetIds))];
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
