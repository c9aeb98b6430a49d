import { calls, DEFAULT_BRANDING } from '@siteninja/contracts';
import {
  contrastRatio,
  DomainError,
  ensure,
  invalid,
  notFound,
  presenter,
  requireMatch,
  tenantOf,
} from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { type BrandingRow, brandings } from './branding.model';
import { branding, type BrandingChange } from './branding.schema';

const presentRow = presenter(branding);

export function presentBranding(row: BrandingRow) {
  return presentRow({ ...row, contrast: contrastOf(row.textColor, row.backgroundColor) });
}

/** The contrast ratio, cut to two decimals, and what WCAG 2.2 (1.4.3, 1.4.6) says of it. */
export function contrastOf(text: string, background: string) {
  const ratio = Math.floor(contrastRatio(text, background) * 100) / 100;
  const level: 'AAA' | 'AA' | 'AA large' | 'fail' =
    ratio >= 7 ? 'AAA' : ratio >= 4.5 ? 'AA' : ratio >= 3 ? 'AA large' : 'fail';
  return { ratio, level };
}

/** @throws not_found */
export async function getBranding(ctx: TenantCtx) {
  return presentBranding(await getRow(ctx));
}

/** @throws not_found, invalid for an asset that is not the tenant's own, precondition_failed */
export async function updateBranding(ctx: TenantCtx, change: BrandingChange) {
  await assertOwnAssets(ctx, change);
  return transaction(ctx, (tx) => write(tx, change, 'branding.updated'));
}

/** Back to the default colours and fonts, without logo and favicon. @throws not_found, precondition_failed */
export function resetBranding(ctx: TenantCtx) {
  const defaults = { ...DEFAULT_BRANDING, logoAssetId: null, faviconAssetId: null };
  return transaction(ctx, (tx) => write(tx, defaults, 'branding.reset'));
}

/** Takes the look of an import over, unless that of a newer one has been. */
export async function takeOverBranding(
  tx: Tx<TenantCtx>,
  version: number,
  change: BrandingChange,
): Promise<void> {
  const before = await brandings.in(tx).findOne({});
  // A tenant has a branding from its first moment, so it is being erased.
  if (!before) return;
  const row = await brandings.in(tx).keepNewest({}, version, change, 'importVersion');
  if (!row) return;
  tx.recordChange('branding.updated', presentBranding(before), presentBranding(row));
  tx.invalidate(`site:${tenantOf(tx)}`);
}

async function write(
  tx: Tx<TenantCtx>,
  change: Partial<Pick<BrandingRow, keyof BrandingChange>>,
  type: 'branding.updated' | 'branding.reset',
) {
  const before = presentBranding(await getRow(tx));
  requireMatch(tx, () => before);
  const after = presentBranding(await brandings.in(tx).update(before.id, change));
  tx.recordChange(type, before, after);
  tx.invalidate(`site:${tenantOf(tx)}`);
  return after;
}

async function assertOwnAssets(ctx: TenantCtx, change: BrandingChange): Promise<void> {
  for (const field of ['logoAssetId', 'faviconAssetId'] as const) {
    const id = change[field];
    if (id == null) continue;
    try {
      const input = { params: { assetId: id }, query: { tenantId: tenantOf(ctx) } };
      const { width } = await ctx.ports.services.call(ctx, calls.getAsset, input);
      ensure(width !== null, () =>
        invalid([{ field, message: 'This asset is a document. Choose a picture.' }]),
      );
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'not_found') throw error;
      throw invalid([{ field, message: 'There is no such asset.' }]);
    }
  }
}

async function getRow(ctx: TenantCtx): Promise<BrandingRow> {
  const row = await brandings.in(ctx).findOne({});
  ensure(row, () => notFound('branding'));
  return row;
}
