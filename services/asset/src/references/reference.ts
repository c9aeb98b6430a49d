import { type assetUse } from '@siteninja/contracts';
import { type Tx } from '@siteninja/events';
import { type Infer } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { type Part, type ReferenceRow, references } from './reference.model';

/** A resource that refers to an asset. */
export type AssetUse = Infer<typeof assetUse>;

/** The resources that refer to each of these assets, read by one query. */
export async function usesOf(ctx: AssetCtx, assetIds: string[]): Promise<ReadonlyMap<string, AssetUse[]>> {
  if (assetIds.length === 0) return new Map();
  const among = { $in: assetIds };
  const rows = await references
    .in(ctx)
    .find({ $or: [{ assetIds: among }, { liveAssetIds: among }] }, { sort: { title: 1, _id: 1 } });
  const uses = new Map<string, AssetUse[]>();
  // The live site names its pages' assets once more: it counts where none of them tells, such as after a roll-back.
  const inOrder = [...rows].sort((a, b) => Number(a.type === 'release') - Number(b.type === 'release'));
  for (const row of inOrder) {
    for (const assetId of new Set([...row.assetIds, ...row.liveAssetIds])) {
      if (row.type === 'release' && uses.has(assetId)) continue;
      const use = { type: row.type, id: row.resourceId, title: row.title };
      uses.set(assetId, [...(uses.get(assetId) ?? []), use]);
    }
  }
  return uses;
}

/** Every asset that a resource of the tenant refers to. */
export async function usedAssetIds(ctx: AssetCtx): Promise<string[]> {
  const rows = await references.in(ctx).find({}, { select: { assetIds: 1, liveAssetIds: 1 } });
  return [...new Set(rows.flatMap((row) => [...row.assetIds, ...row.liveAssetIds]))];
}

/** One event of a resource. */
interface Revised {
  type: AssetUse['type'];
  resourceId: string;
  version: number;
}

/** The whole resource, as its event has it. */
interface RevisedResource extends Revised {
  title: string;
  parts: Omit<Part, 'version'>[];
  /** Only where the event changes what is live. */
  liveAssetIds?: string[];
}

/** Replaces what is known of a resource by what a newer event says; parts that are newer still stay. */
export async function replaceReferences(tx: Tx<AssetCtx>, revised: RevisedResource): Promise<void> {
  const { version, title, liveAssetIds } = revised;
  const known = await findOrCreateReference(tx, revised);
  const change: Partial<ReferenceRow> = {};
  if (known.version < version) {
    const newer = known.parts.filter((part) => part.version > version);
    const others = revised.parts.filter(({ id }) => newer.every((part) => part.id !== id));
    const parts = [...newer, ...others.map((part) => ({ ...part, version }))];
    Object.assign(change, { version, title, parts, assetIds: assetIdsOf(parts) });
  }
  if (liveAssetIds && known.liveVersion < version) {
    Object.assign(change, { liveVersion: version, liveAssetIds });
  }
  if (Object.keys(change).length > 0) await references.in(tx).update(known._id, change);
}

/** Replaces one part. A deleted part stays as an empty one until a newer event tells of the whole resource. */
export async function replacePart(
  tx: Tx<AssetCtx>,
  revised: Revised & { part: Omit<Part, 'version'> },
): Promise<void> {
  const { version, part } = revised;
  const known = await findOrCreateReference(tx, revised);
  const partVersion = known.parts.find(({ id }) => id === part.id)?.version ?? 0;
  if (known.version >= version || partVersion >= version) return;
  const parts = [...known.parts.filter(({ id }) => id !== part.id), { ...part, version }];
  await references.in(tx).update(known._id, { parts, assetIds: assetIdsOf(parts) });
}

async function findOrCreateReference(tx: Tx<AssetCtx>, { type, resourceId }: Revised): Promise<ReferenceRow> {
  const known = await references.in(tx).findOne({ type, resourceId });
  if (known) return known;
  const empty = { title: '', version: 0, parts: [], assetIds: [], liveVersion: 0, liveAssetIds: [] };
  return references.in(tx).insert({ type, resourceId, ...empty });
}

function assetIdsOf(parts: readonly Part[]): string[] {
  return [...new Set(parts.flatMap(({ assetIds }) => assetIds))];
}
