import { calls } from '@siteninja/contracts';
import { chunked, DomainError, tenantOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { assets } from '../assets/asset.projection';
import { type ContentCtx } from '../context';
import { type SiteImport } from './import.schema';
import { type PreparedSite, prepareSite } from './prepare-site';
import { type ReceivedBundle } from './receive-bundle';
import { replaceSite } from './replace-site';

/** As the asset service takes them. */
const DESCRIBED_AT_ONCE = 100;
/** The gateway waits longer for the next byte. */
const TIMEOUT_MS = 50_000;

/**
 * Replaces the drafts of the site, and what surrounds them, by those of a bundle: all or nothing. What is live stays live
 * until the first of the new pages is published. Of two imports at once the later one replaces the earlier one.
 * @throws invalid, payment_required `plan.limit_reached`, unavailable
 */
export async function importSite(
  ctx: ContentCtx,
  bundle: ReceivedBundle,
  { dryRun = false }: { dryRun?: boolean },
): Promise<SiteImport> {
  const prepared = await prepareSite(ctx, bundle);
  if (!dryRun) await commit(ctx, bundle, prepared);
  return {
    isDryRun: dryRun,
    pages: prepared.pageCount,
    navigationItems: prepared.items.length,
    redirects: prepared.redirects.length,
    assets: prepared.assets.length,
    ...bundle.findings.warnings,
  };
}

async function commit(ctx: ContentCtx, bundle: ReceivedBundle, prepared: PreparedSite): Promise<void> {
  await describeFiles(ctx, prepared);
  bundle.keepsFiles = true;
  try {
    const work = (tx: Parameters<typeof replaceSite>[0]) => replaceSite(tx, prepared);
    const importId = await transaction(ctx, work, { timeoutMs: TIMEOUT_MS });
    // The same request may have been answered before: then its own files are those of that time.
    bundle.keepsFiles = importId === bundle.importId;
  } catch (error) {
    // Whether a transaction took effect that the database gave no answer to, nobody knows.
    bundle.keepsFiles = !(error instanceof DomainError) || error.kind === 'unavailable';
    throw error;
  }
}

async function describeFiles(ctx: ContentCtx, { importId, assets }: PreparedSite): Promise<void> {
  const query = { tenantId: tenantOf(ctx) };
  for (const batch of chunked(assets, DESCRIBED_AT_ONCE)) {
    const described = batch.map(({ made: { id }, ...facts }) => ({ id, ...facts }));
    const input = { params: { importId }, query, body: { assets: described } };
    await ctx.ports.services.call(ctx, calls.describeImport, input);
  }
}

/** Whether an import has been committed with this asset: content has known it since then. */
export async function isAssetImported(ctx: ContentCtx, assetId: string): Promise<{ isImported: boolean }> {
  return { isImported: (await assets.in(ctx).findOne({ _id: assetId }, { select: { _id: 1 } })) !== null };
}
