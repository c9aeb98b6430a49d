import { asset, assetVariant, calls } from '@siteninja/contracts';
import { DomainError, invalid, namedAssets, tenantOf } from '@siteninja/core';
import { readFields } from '@siteninja/events';
import { parse, pick, s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { illustrationById } from '../illustrations/illustrations';
import { isOwnPath } from '../markup/links';
import { type AssetVariant, type SiteAsset } from '../markup/site';
import { type AssetRow, assets } from './asset.projection';

/** More unknown assets in one request are refused without asking the asset service. */
const MAX_ASKED = 50;

/** Variants are read one by one, as a newer asset service may make some that this version cannot show. */
const assetData = s.object({
  ...pick(asset, 'id', 'tenantId', 'alt', 'width', 'height', 'url').fields,
  variants: s.array(s.anyObject()),
});

const variantData = pick(assetVariant, 'name', 'format', 'width', 'height', 'url');

/** What content keeps of an asset. @throws where it is no asset, or another tenant's */
export function readAsset(ctx: ContentCtx, data: Record<string, unknown>) {
  const { id, tenantId, alt, width, height, url, variants } = readFields(assetData, data, 'an asset');
  if (tenantId !== tenantOf(ctx)) throw new Error(`The asset ${id} is of another tenant.`);
  const fileName = nameOf(ownHref(url));
  return { id, kept: { alt, width, height, variants: variants.flatMap(readVariant), fileName } };
}

/** A variant that this version does not know, or cannot show, is left out. */
function readVariant(variant: Record<string, unknown>): AssetVariant[] {
  const checked = parse(variantData, variant, { stripUnknown: true });
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

function nameOf(href: string | undefined): string | null {
  return href?.split('/').at(-1) ?? null;
}

/** Those ids that are no asset of this tenant, as far as content knows. One query, whatever their number. */
export async function unknownAssets(ctx: ContentCtx, ids: readonly string[]): Promise<string[]> {
  // The product's own pictures are everybody's.
  const own = ids.filter((id) => !illustrationById(id));
  if (own.length === 0) return [];
  const rows = await assets.in(ctx).find({ _id: { $in: own } }, { select: { isDeleted: 1 } });
  const known = new Set(rows.filter(({ isDeleted }) => !isDeleted).map(({ _id }) => _id));
  return own.filter((id) => !known.has(id));
}

/**
 * An asset that content does not know may be so new that its event has not arrived: the asset service is asked, so
 * call this outside of transactions.
 * @throws invalid, naming the fields that name assets which are not the tenant's own, or show one that is no picture;
 *   unavailable where the asset service has to be asked and does not answer
 */
export async function assertOwnAssets(
  ctx: ContentCtx,
  fields: readonly { field: string; content: unknown }[],
): Promise<void> {
  const named = fields.map(({ field, content }) => ({ field, ...namedAssets(content, tenantOf(ctx)) }));
  const ids = [...new Set(named.flatMap(({ shown, linked }) => [...shown, ...linked]))];
  const unknown = await unknownAssets(ctx, ids);
  await Promise.all(unknown.slice(0, MAX_ASKED).map((id) => fetchAsset(ctx, id)));
  const missing = new Set(unknown.length > 0 ? await unknownAssets(ctx, ids) : []);
  const documents = new Set(await documentsAmong(ctx, [...new Set(named.flatMap(({ shown }) => shown))]));
  const errors = named.flatMap(({ field, shown, linked }) => [
    ...[...new Set([...shown, ...linked])]
      .filter((id) => missing.has(id))
      .map((id) => ({ field, message: `There is no asset ${id} of this tenant.` })),
    ...shown
      .filter((id) => documents.has(id))
      .map((id) => ({
        field,
        message: `The asset ${id} is a document, and can be linked to but not shown.`,
      })),
  ]);
  if (errors.length > 0) throw invalid(errors);
}

async function documentsAmong(ctx: ContentCtx, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await assets.in(ctx).find({ _id: { $in: ids }, width: null }, { select: { isDeleted: 1 } });
  return rows.filter(({ isDeleted }) => !isDeleted).map(({ _id }) => _id);
}

/** Keeps what the asset service says of an asset that content does not know. */
async function fetchAsset(ctx: ContentCtx, id: string): Promise<void> {
  if (await assets.in(ctx).findOne({ _id: id })) return;
  try {
    const tenantId = tenantOf(ctx);
    const answer = await ctx.ports.services.call(ctx, calls.getAsset, {
      params: { assetId: id },
      query: { tenantId },
    });
    if (answer.tenantId !== tenantId) return;
    const { kept } = readAsset(ctx, answer);
    await assets.in(ctx).keepNewest({ _id: id }, 0, { ...kept, isDeleted: false });
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'not_found') throw error;
  }
}

/** Those that were the tenant's, and have been deleted. */
export async function deletedAssets(ctx: ContentCtx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const filter = { _id: { $in: [...new Set(ids)] }, isDeleted: true };
  const rows = await assets.in(ctx).find(filter, { select: { _id: 1 }, sort: { _id: 1 } });
  return rows.map(({ _id }) => _id);
}

/** The assets as a release freezes them; one that is deleted or cannot be shown is left out. */
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

/** The names of the files of each asset that is not deleted. */
export async function filesOf(ctx: ContentCtx, ids: readonly string[]): Promise<Record<string, string[]>> {
  if (ids.length === 0) return {};
  const filter = { _id: { $in: [...new Set(ids)] }, isDeleted: false };
  const rows = await assets.in(ctx).find(filter, { select: { variants: 1, fileName: 1 }, sort: { _id: 1 } });
  const named = rows.map(({ _id, variants, fileName }): [string, string[]] => {
    const names = [...variants.map(({ href }) => nameOf(href)), fileName];
    return [_id, [...new Set(names.filter((name) => name !== null))]];
  });
  return Object.fromEntries(named);
}

function siteAsset({ _id, alt, width, height, variants }: AssetRow): [string, SiteAsset][] {
  if (width === null || height === null || variants.length === 0) return [];
  return [[_id, { ...(alt === null ? {} : { alt }), width, height, variants }]];
}
