import { type ContentCtx } from '../context';
import { assetIcon } from '../markup/picture';
import { type SiteBrand } from '../markup/site';
import {
  iconContent,
  iconKind,
  pageOfSocialPicture,
  socialContent,
  socialPictureHref,
  touchIconHref,
} from '../rendering/made-pictures';
import { type MadeRelease } from '../sites/release.model';
import { picture, redirect, type SiteAnswer } from './answers';

const ICON_WIDTHS = { tab: 48, touch: 180 } as const;

/** The icon of a site: its own, else its initials. Undefined where the path is no icon's. */
export async function answerIcon(
  ctx: ContentCtx,
  site: SiteBrand,
  path: string,
): Promise<SiteAnswer | undefined> {
  const kind = iconKind(path);
  if (kind === undefined) return undefined;
  const own = assetIcon(site, site.branding.faviconAssetId, ICON_WIDTHS[kind]);
  if (own && (kind === 'tab' || own.format !== 'svg')) return redirect({ to: own.href, statusCode: 302 });
  const { pictures } = ctx.ports;
  if (kind === 'tab') return picture('image/x-icon', await pictures.tabIcon(iconContent(site)), false);
  const isImmutable = path === touchIconHref(site);
  return picture('image/png', await pictures.touchIcon(iconContent(site)), isImmutable);
}

/**
 * What link previews show of a page. An address of another release gives the picture as it is now, as the previews of
 * links that were shared before are made anew by it.
 */
export async function answerSocialPicture(
  ctx: ContentCtx,
  { site, entries }: MadeRelease,
  path: string,
): Promise<SiteAnswer | undefined> {
  const wanted = pageOfSocialPicture(path);
  const page = wanted === undefined ? undefined : entries.find((entry) => entry.path === wanted);
  if (!page) return undefined;
  const bytes = await ctx.ports.pictures.socialPicture(socialContent(site, page));
  return picture('image/png', bytes, path === socialPictureHref(site, page));
}
