import { type CrawlerRules, DEFAULT_CRAWLER_RULES } from '@siteninja/contracts';
import { escapeHtml } from '@siteninja/core';
import { linkTarget } from '../markup/own-links';

export interface SitemapPage {
  readonly path: string;
  readonly noIndex?: boolean;
  /** A page whose canonical address is elsewhere does not belong in the sitemap. */
  readonly canonicalUrl?: string | null;
  /** When this version of the page was published, ISO 8601. */
  readonly publishedAt?: string;
}

/** The sitemap protocol's limit for one file. */
const MAX_ADDRESSES = 50_000;

/** `/sitemap.xml` (sitemaps.org 0.9): every page that search engines may list. */
export function renderSitemap(origin: string, pages: readonly SitemapPage[]): string {
  const addresses = listedPages(origin, pages)
    .slice(0, MAX_ADDRESSES)
    .map((page) => {
      const modified =
        page.publishedAt === undefined ? '' : `<lastmod>${escapeHtml(page.publishedAt)}</lastmod>`;
      return `  <url><loc>${escapeHtml(origin + page.path)}</loc>${modified}</url>\n`;
    });
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${addresses.join('')}</urlset>\n`
  );
}

/** The pages that search engines and language models may list, home first, then by path. */
export function listedPages<Page extends SitemapPage>(origin: string, pages: readonly Page[]): Page[] {
  return pages
    .filter((page) => !page.noIndex && isCanonical(origin, page))
    .sort((first, second) => (first.path < second.path ? -1 : first.path > second.path ? 1 : 0));
}

function isCanonical(origin: string, { canonicalUrl, path }: SitemapPage): boolean {
  return (
    canonicalUrl === undefined ||
    canonicalUrl === null ||
    linkTarget(canonicalUrl) === linkTarget(origin + path)
  );
}

/**
 * `/robots.txt` (RFC 9309, with Content-Signal): crawlers may read everything but the target of forms, also where
 * nothing may be listed, as each page says that itself.
 */
export function renderRobots(origin: string, rules: CrawlerRules = DEFAULT_CRAWLER_RULES): string {
  const { index, robots, search, aiInput, aiTraining } = rules;
  const signals = [
    `search=${yesOrNo(index && search)}`,
    ...(aiInput === null ? [] : [`ai-input=${yesOrNo(aiInput)}`]),
    `ai-train=${yesOrNo(aiTraining)}`,
  ];
  const lines = [
    'User-agent: *',
    `Content-Signal: ${signals.join(', ')}`,
    'Allow: /',
    'Disallow: /_sn/forms/',
    ...robots,
    ...(index ? ['', `Sitemap: ${origin}/sitemap.xml`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function yesOrNo(is: boolean): 'yes' | 'no' {
  return is ? 'yes' : 'no';
}
