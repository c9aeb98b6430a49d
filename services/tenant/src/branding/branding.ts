import { calls } from '@siteninja/contracts';
import { DomainError, ensure, invalid, notFound, requireMatch, tenantOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { type Branding, type BrandingRow, brandings } from './branding.model';
import { contrast } from './contrast';

/** What a tenant without a template starts with. */
export const DEFAULT_BRANDING: Branding = {
  primaryColor: '#1D4ED8',
  secondaryColor: '#3B82F6',
  accentColor: '#F59E0B',
  backgroundColor: '#FFFFFF',
  textColor: '#374151',
  fontFamily: 'Inter, sans-serif',
  headingFontFamily: 'Inter, sans-serif',
  logoAssetId: null,
  faviconAssetId: null,
};

export function presentBranding(row: BrandingRow) {
  return {
    id: row._id,
    tenantId: row.tenantId,
    primaryColor: row.primaryColor,
    secondaryColor: row.secondaryColor,
    accentColor: row.accentColor,
    backgroundColor: row.backgroundColor,
    textColor: row.textColor,
    fontFamily: row.fontFamily,
    headingFontFamily: row.headingFontFamily,
    logoAssetId: row.logoAssetId,
    faviconAssetId: row.faviconAssetId,
    contrast: contrast(row.textColor, row.backgroundColor),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** @throws not_found */
export async function getBranding(ctx: TenantCtx) {
  return presentBranding(await existing(ctx));
}

/** Absent fields stay as they are. @throws not_found, invalid for a picture of somebody else's, precondition_failed */
export async function updateBranding(ctx: TenantCtx, change: Partial<Branding>) {
  await refuseForeignAssets(ctx, change);
  return transaction(ctx, (tx) => write(tx, change, 'branding.updated'));
}

/** Back to the colours and fonts of a new tenant, without logo. @throws not_found, precondition_failed */
export function resetBranding(ctx: TenantCtx) {
  return transaction(ctx, (tx) => write(tx, DEFAULT_BRANDING, 'branding.reset'));
}

async function write(
  tx: Tx<TenantCtx>,
  change: Partial<Branding>,
  type: 'branding.updated' | 'branding.reset',
) {
  const before = presentBranding(await existing(tx));
  requireMatch(tx, () => before);
  const row = await brandings.in(tx).updateOne({}, { $set: change });
  ensure(row, () => notFound('branding'));
  const after = presentBranding(row);
  tx.record({
    type,
    resource: { type: 'branding', id: after.id, version: row.revision },
    data: after,
    change: { before, after },
  });
  tx.invalidate(`site:${tenantOf(tx)}`);
  return after;
}

async function refuseForeignAssets(ctx: TenantCtx, change: Partial<Branding>): Promise<void> {
  for (const field of ['logoAssetId', 'faviconAssetId'] as const) {
    const id = change[field];
    if (id == null) continue;
    try {
      const input = { params: { assetId: id }, query: { tenantId: tenantOf(ctx) } };
      await ctx.ports.services.call(ctx, calls.getAsset, input);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'not_found') throw error;
      throw invalid([{ field, message: 'There is no such asset.' }]);
    }
  }
}

async function existing(ctx: TenantCtx): Promise<BrandingRow> {
  const row = await brandings.in(ctx).findOne({});
  ensure(row, () => notFound('branding'));
  return row;
}
