import { markdownOf, escapeMarkdown } from '../markup/markdown';
import { type RenderedPage, type RenderedSite } from '../markup/site';
import { renderFooterOf, renderMain } from './render-page';

/** A page as Markdown: all that its HTML says, from its title to its footer, without the menu. Pure, as `renderPage`. */
export function renderMarkdown(site: RenderedSite, page: RenderedPage): string {
  const base = site.origin + page.path;
  const main = markdownOf(renderMain(site, page).markup.toString(), base);
  return `${main}\n---\n\n${markdownOf(renderFooterOf(site, page).toString(), base)}`;
}

/** Where the Markdown of a page lies: `/index.md`, `/services.md`. */
export function markdownPath(path: string): string {
  return path === '/' ? '/index.md' : `${path}.md`;
}

/** The page whose Markdown lies at a path; undefined for any other path. */
export function pathOfMarkdown(path: string): string | undefined {
  if (path === '/index.md') return '/';
  return path.endsWith('.md') && path !== '/.md' ? path.slice(0, -'.md'.length) : undefined;
}

export interface ListedPage {
  readonly path: string;
  readonly title: string;
  readonly description: string | null;
}

/** `/llms.txt` (llmstxt.org): the business, and where each page is to be read as Markdown. */
export function renderLlms({ tenant, origin }: RenderedSite, pages: readonly ListedPage[]): string {
  const about = tenant.description ? `\n> ${plain(tenant.description)}\n` : '';
  const lines = pages.map(({ path, title, description }) => {
    const more = description === null ? '' : `: ${plain(description)}`;
    return `- [${plain(title)}](${origin}${markdownPath(path)})${more}\n`;
  });
  const list = lines.length === 0 ? '' : `\n## Pages\n\n${lines.join('')}`;
  return `# ${plain(tenant.businessName)}\n${about}${list}`;
}

function plain(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, ' ').trim());
}
