import { calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { assetVersions, type VersionRow } from '../assets/version.model';
import { type AssetCtx } from '../context';
import { dropImport } from './import.jobs';

/** Far longer than one file takes, and than it takes to commit what has been described. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/**
 * Removes what imports have left whose process ended. Whether one was committed is content's to say: the event that
 * tells of it may be held up for as long as the broker is unavailable.
 */
export async function sweepImports(ctx: AssetCtx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - ABANDONED_AFTER_MS);
  const old = { status: 'stored', updatedAt: { $lt: before } } as const;
  const left = await assetVersions.across(ctx).find(old, { limit: 100 });
  const byImport = new Map(left.map((row) => [row.importId, row]));
  for (const row of byImport.values()) await sweepImport(inTenant(ctx, row.tenantId), row, before);
}

async function sweepImport(
  ctx: AssetCtx,
  { importId, assetId, tenantId }: VersionRow,
  before: Date,
): Promise<void> {
  if (importId === null) throw new Error(`The file of the asset ${assetId} waits for no import.`);
  const young = { importId, status: 'stored', updatedAt: { $gte: before } } as const;
  // Its other files are still coming.
  if (await assetVersions.in(ctx).findOne(young, { select: { _id: 1 } })) return;
  const asked = { params: { assetId }, query: { tenantId } };
  const { isImported } = await ctx.ports.services.call(ctx, calls.isAssetImported, asked);
  if (isImported) return;
  await dropImport(ctx, importId);
  ctx.log.info('swept an import', { tenantId, importId });
}
