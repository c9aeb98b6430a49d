import { hexColor } from './color';
import { monogramIcon } from './monogram';
import { SOCIAL_PICTURE, socialPictureHref, touchIconHref } from './made-pictures';
import { attributes, html, type Html, jsonForScript, trusted } from '../markup/html';
import { assetFile, assetIcon } from '../markup/picture';
import { type RenderedPage, type RenderedSite, type SiteBrand } from '../markup/site';
import { localBusiness } from './local-business';
import { type EffectiveSeo, effectiveSeo } from '../seo/effective-seo';

/** The head of a page: for search engines, link previews and browser tabs. */
export function renderPageHead(site: RenderedSite, page: RenderedPage): Html {
  const seo = effectiveSeo(site, page);
  const canonical = seo.canonicalUrl;
  return html`<title>${seo.metaTitle}</title>
    ${meta('description', seo.metaDescription ?? undefined)} ${meta('keywords', seo.keywords.join(', '))}
    ${meta('robots', robotsOf(page))}
    <link${attributes({ rel: 'canonical', href: canonical })} />
    ${renderBrandHead(site)} ${openGraph(site, page, seo)}
    ${dataBlock(localBusiness(site, canonicalHome(site)))}
    ${seo.structuredData !== null && dataBlock(seo.structuredData)}`;
}

const TAB_ICON_WIDTH = 48;
const TOUCH_ICON_WIDTH = 180;

/** The brand's icon and colour for the browser's own interface. */
export function renderBrandHead(site: SiteBrand): Html {
  const color = hexColor(site.branding.primaryColor, '#1d4ed8');
  const { faviconAssetId } = site.branding;
  const icon = assetIcon(site, faviconAssetId, TAB_ICON_WIDTH)?.href;
  const touchIcon = assetIcon(site, faviconAssetId, TOUCH_ICON_WIDTH);
  // Telephones show no SVG.
  const touchHref = touchIcon && touchIcon.format !== 'svg' ? touchIcon.href : touchIconHref(site);
  const href = icon ?? monogramIcon(site.tenant.businessName, color);
  return html`${meta('theme-color', color)} <link${attributes({ rel: 'icon', href })} />
    <link${attributes({ rel: 'apple-touch-icon', href: touchHref })} />`;
}

export function meta(name: string, content: string | undefined): Html | undefined {
  return content ? html`<meta${attributes({ name, content })} />` : undefined;
}

function property(name: string, content: string | number | undefined): Html | undefined {
  return content === undefined || content === ''
    ? undefined
    : html`<meta${attributes({ property: name, content })} />`;
}

function canonicalHome(site: RenderedSite): string {
  return `${site.origin}/`;
}

function robotsOf({ seo }: RenderedPage): string | undefined {
  const rules = [seo.noIndex && 'noindex', seo.noFollow && 'nofollow'].filter(Boolean);
  return rules.length > 0 ? rules.join(', ') : undefined;
}

function openGraph(site: RenderedSite, page: RenderedPage, seo: EffectiveSeo): Html {
  const image = sharedPicture(site, page, seo);
  return html`${property('og:type', 'website')} ${property('og:site_name', site.tenant.businessName)}
  ${property('og:title', seo.ogTitle)} ${property('og:description', seo.ogDescription ?? undefined)}
  ${property('og:url', seo.canonicalUrl)} ${property('og:image', site.origin + image.href)}
  ${property('og:image:width', image.width)} ${property('og:image:height', image.height)}
  ${property('og:image:alt', image.alt)} ${meta('twitter:card', 'summary_large_image')}`;
}

/** What link previews show: a picture of the page, else one that is made of its title. */
function sharedPicture(site: RenderedSite, page: RenderedPage, seo: EffectiveSeo) {
  const file = assetFile(site, seo.ogImageAssetId ?? undefined);
  // Link previews show no SVG.
  if (file && file.format !== 'svg') return file;
  return { ...SOCIAL_PICTURE, href: socialPictureHref(site, page), alt: seo.ogTitle };
}

function dataBlock(data: unknown): Html {
  return trusted(`<script type="application/ld+json">${jsonForScript(data).toString()}</script>`);
}
