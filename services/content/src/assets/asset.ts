import { calls } from '@siteninja/contracts';
import { DomainError, invalid, isId, tenantOf } from '@siteninja/core';
import { readFields } from '@siteninja/events';
import { parse, s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { isOwnPath } from '../markup/links';
import { type AssetVariant, type SiteAsset } from '../markup/site';
import { type Asset, type AssetRow, assets } from './asset.model';

/** What is read of an asset as the asset service presents it. */
const presentedAsset = s.object({
  id: s.uuid(),
  tenantId: s.uuid(),
  alt: s.optional(s.nullable(s.string({ min: 0 }))),
  width: s.optional(s.nullable(s.number())),
  height: s.optional(s.nullable(s.number())),
  variants: s.optional(s.array(s.anyObject())),
});

const presentedVariant = s.object({
  name: s.enum('thumb', 'small', 'medium', 'large', 'original'),
  format: s.string(),
  width: s.number(),
  height: s.number(),
  url: s.string(),
});

/** What is kept of it. @throws where it is no asset, or another tenant's */
export function readAsset(ctx: ContentCtx, data: Record<string, unknown>) {
  const { id, tenantId, ...rest } = readFields(presentedAsset, data, 'an asset');
  if (tenantId !== tenantOf(ctx)) throw new Error(`The asset ${id} is of another tenant.`);
  const { alt = null, width = null, height = null, variants = [] } = rest;
  return { id, facts: { alt, width, height, variants: variants.flatMap(readVariant) } };
}

/** A variant that this version does not know, or cannot show, is left out. */
function readVariant({ name, format, width, height, url }: Record<string, unknown>): AssetVariant[] {
  const checked = parse(presentedVariant, { name, format, width, height, url });
  if ('errors' in checked) return [];
  const href = ownHref(checked.value.url);
  if (href === undefined) return [];
  const { url: _url, ...facts } = checked.value;
  return [{ ...facts, href }];
}

/** The same file under the site's own host, whatever host the asset service gave it. */
function ownHref(url: string): string | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const at = path.indexOf('/assets/');
  const href = at < 0 ? '' : `/_sn${path.slice(at)}`;
  return isOwnPath(href) ? href : undefined;
}

/**
 * Of the ids, those that are no asset of this tenant, as far as is known here.
 * One query, whatever their number.
 */
export async function unknownAssets(ctx: ContentCtx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await assets.in(ctx).find({ _id: { $in: [...ids] } }, { select: { isDeleted: 1 } });
  const known = new Set(rows.filter(({ isDeleted }) => !isDeleted).map(({ _id }) => _id));
  return ids.filter((id) => !known.has(id));
}

/**
 * Requires that all assets are the tenant's own. One that is unknown here may be so new that its event is on
 * its way: the asset service is asked, so this is not for the inside of a transaction.
 * @throws invalid, naming the fields; unavailable where the asset service is needed and away
 */
export async function requireAssets(
  ctx: ContentCtx,
  fields: readonly { field: string; assetIds: readonly string[] }[],
): Promise<void> {
  const unknown = new Set(await unknownAssets(ctx, [...new Set(fields.flatMap(({ assetIds }) => assetIds))]));
  // A page that names so many unknown ones is not a page in good faith; they are refused without asking.
  const MOST_ASKED = 50;
  const asked = [...unknown].filter(isId).slice(0, MOST_ASKED);
  const found = await Promise.all(asked.map((id) => askFor(ctx, id)));
  asked.forEach((id, index) => found[index] && unknown.delete(id));
  const errors = fields.flatMap(({ field, assetIds }) =>
    assetIds
      .filter((id) => unknown.has(id))
      .map((id) => ({ field, message: `There is no asset ${id} of this tenant.` })),
  );
  if (errors.length > 0) throw invalid(errors.slice(0, 50));
}

async function askFor(ctx: ContentCtx, id: string): Promise<boolean> {
  const known = await assets.in(ctx).findOne({ _id: id });
  if (known) return !known.isDeleted;
  try {
    const tenantId = tenantOf(ctx);
    const answer = await ctx.ports.services.call(ctx, calls.getAsset, {
      params: { assetId: id },
      query: { tenantId },
    });
    if (answer.tenantId !== tenantId) return false;
    const { facts } = readAsset(ctx, answer);
    await storeAsset(ctx, id, { ...facts, assetRevision: 0, isDeleted: false });
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'not_found') return false;
    throw error;
  }
}

/** Keeps what is newest: an older event that comes later changes nothing. */
export async function storeAsset(ctx: ContentCtx, id: string, asset: Asset): Promise<void> {
  const known = await assets.in(ctx).findOne({ _id: id }, { select: { assetRevision: 1 } });
  if (known && known.assetRevision >= asset.assetRevision) return;
  await assets.in(ctx).upsert({ _id: id }, { $set: asset, $setOnInsert: { _id: id } });
}

/** The facts of assets as a release freezes them; one that is gone, or cannot be shown, is left out. */
export async function siteAssets(
  ctx: ContentCtx,
  ids: readonly string[],
): Promise<Record<string, SiteAsset>> {
  if (ids.length === 0) return {};
  const rows = await assets
    .in(ctx)
    .find({ _id: { $in: [...new Set(ids)] }, isDeleted: false }, { sort: { _id: 1 } });
  return Object.fromEntries(rows.flatMap(siteAsset));
}

function siteAsset({ _id, alt, width, height, variants }: AssetRow): [string, SiteAsset][] {
  if (width === null || height === null || variants.length === 0) return [];
  return [[_id, { ...(alt === null ? {} : { alt }), width, height, variants }]];
}
