import { DEFAULT_BRANDING } from '@siteninja/contracts';
import { type ContentCtx } from '../context';
import { siteAssets } from '../assets/asset';
import { type SiteBrand, type SiteBranding } from '../markup/site';
import { type SiteRow } from './site.model';

/** A site whose branding has not arrived yet has the default one. */
export function brandingOf({ branding }: SiteRow): SiteBranding {
  return branding ?? DEFAULT_BRANDING;
}

/** The assets that every page of the site shows. */
export function brandAssetIds({ logoAssetId, faviconAssetId }: SiteBranding): string[] {
  return [logoAssetId, faviconAssetId].flatMap((id) => id ?? []);
}

/** The brand as it is now, for pages that stand outside every release; undefined where nothing is known yet. */
export async function currentBrand(ctx: ContentCtx, site: SiteRow): Promise<SiteBrand | undefined> {
  if (!site.facts) return undefined;
  const branding = brandingOf(site);
  const tenant = { id: site.tenantId, ...site.facts };
  return { tenant, branding, assets: await siteAssets(ctx, brandAssetIds(branding)) };
}
