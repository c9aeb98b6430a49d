import { type pageSeo, type seoFields } from '@siteninja/contracts';
import { namedAssets } from '@siteninja/core';
import { type Infer } from '@siteninja/schema';
import { isWebAddress } from '../markup/links';
import { shorten } from '../markup/shorten';
import { type RenderedPage, type SiteTenant } from '../markup/site';

/** What search engines and link previews are told of a page. */
export type EffectiveSeo = Omit<Infer<typeof pageSeo>, 'tenantId' | 'pageId'>;
type SeoSource = EffectiveSeo['sources'][string];

const MAX_DESCRIPTION_LENGTH = 160;
/** Fields of sections that say in a sentence or two what a page is about. */
const SUMMARIES = ['subheading', 'intro', 'text'];

type Page = Pick<RenderedPage, 'path' | 'title' | 'sections' | 'seo'>;
type Site = { tenant: SiteTenant; origin: string };
type Sourced<T> = readonly [T, SeoSource];

/** What a page says for itself, else what follows from its title, its sections and its tenant. */
export function effectiveSeo(site: Site, page: Page): EffectiveSeo {
  const { seo } = page;
  const [metaTitle, title] = own(seo.metaTitle) ?? titleOf(site, page);
  const [metaDescription, description] = own(seo.metaDescription) ?? descriptionOf(site, page);
  const [ogTitle, sharedTitle] = own(seo.ogTitle) ?? [metaTitle, title];
  const [ogDescription, sharedDescription] = own(seo.ogDescription) ?? [metaDescription, description];
  const [ogImageAssetId, image] = own(seo.ogImageAssetId) ?? pictureOf(site, page);
  const [canonicalUrl, canonical] = own(webAddress(seo.canonicalUrl)) ?? [site.origin + page.path, 'page'];
  const sourceOf = (value: unknown): SeoSource => (value === undefined ? 'default' : 'own');
  return {
    ...{ metaTitle, metaDescription, keywords: [...(seo.keywords ?? [])] },
    ...{ ogTitle, ogDescription, ogImageAssetId, canonicalUrl },
    ...{ noIndex: seo.noIndex ?? false, noFollow: seo.noFollow ?? false },
    structuredData: seo.structuredData ?? null,
    sources: {
      ...{ metaTitle: title, metaDescription: description, keywords: sourceOf(seo.keywords) },
      ...{ ogTitle: sharedTitle, ogDescription: sharedDescription, ogImageAssetId: image },
      ...{ canonicalUrl: canonical, noIndex: sourceOf(seo.noIndex), noFollow: sourceOf(seo.noFollow) },
      structuredData: sourceOf(seo.structuredData),
    } satisfies Record<keyof Infer<typeof seoFields>, SeoSource>,
  };
}

function own<T>(value: T | undefined): Sourced<T> | undefined {
  return value === undefined || value === '' ? undefined : [value, 'own'];
}

function webAddress(url: string | undefined): string | undefined {
  return url !== undefined && isWebAddress(url) ? url : undefined;
}

function titleOf({ tenant }: Site, { path, title }: Page): Sourced<string> {
  return path === '/' ? [tenant.businessName, 'default'] : [`${title} · ${tenant.businessName}`, 'page'];
}

function descriptionOf({ tenant }: Site, { path, sections }: Page): Sourced<string | null> {
  if (path === '/' && tenant.description) return [short(tenant.description), 'default'];
  for (const { content } of sections) {
    const summary = SUMMARIES.map((name) => content[name]).find((value) => typeof value === 'string');
    if (typeof summary === 'string' && summary.trim() !== '') return [short(summary), 'section'];
  }
  return [null, 'default'];
}

function short(text: string): string {
  return shorten(text, MAX_DESCRIPTION_LENGTH);
}

/** The first picture that the page shows. */
function pictureOf({ tenant }: Site, { sections }: Page): Sourced<string | null> {
  const [first] = sections.flatMap(({ content }) => namedAssets(content, tenant.id).shown);
  return first === undefined ? [null, 'default'] : [first, 'section'];
}
