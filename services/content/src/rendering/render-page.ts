import { sectionTypes } from '../section-types';
import { type SectionType } from '../section-types/section-type';
import { renderDocument } from './document';
import { renderPageHead } from './head';
import { renderHeader } from './header';
import { headerStyles } from './header-room';
import { attributes, html, type Html } from '../markup/html';
import {
  type PageServices,
  type RenderedDocument,
  type RenderedPage,
  type RenderedSection,
  type RenderedSite,
  type SectionContext,
} from '../markup/site';
import { languageOf, wordsOf } from '../markup/words';
import { BASE_STYLES } from './styles';

export { RENDERER_VERSION } from './document';

/**
 * A page of a site. A pure function: under one RENDERER_VERSION the same site, page and tokens give the same bytes, in
 * every process and at any time.
 */
export function renderPage(
  site: RenderedSite,
  page: RenderedPage,
  pageServices: PageServices = {},
): RenderedDocument {
  const main = renderMain(site, page, pageServices);
  return renderDocument({
    language: languageOf(site.tenant),
    branding: site.branding,
    head: renderPageHead(site, page),
    styles: [BASE_STYLES, headerStyles(site), ...main.styles, footerType().styles],
    body: html`<a class="skip" href="#_content">${wordsOf(site.tenant).skip}</a>
      ${renderHeader(site, page.path)}
      <main id="_content">${main.markup}</main>
      ${renderFooterOf(site, page)}`,
  });
}

/** What the page itself says, between header and footer, and the styles that it takes. */
export function renderMain(
  site: RenderedSite,
  page: RenderedPage,
  pageServices: PageServices = {},
): { readonly markup: Html; readonly styles: readonly string[] } {
  const sections = page.sections.filter((section) => section.type !== 'footer');
  const { markup, styles, hasTitle } = renderSections(site, sections, pageServices);
  return { markup: html`${!hasTitle && renderTitle(page.title)} ${markup}`, styles };
}

/** The footer under a page. */
export function renderFooterOf(site: RenderedSite, page: RenderedPage): Html {
  return renderFooter(
    site,
    page.sections.findLast((section) => section.type === 'footer'),
  );
}

/** The title of a page that does not open with a hero: every page has one h1. */
function renderTitle(title: string): Html {
  return html`<div class="page-title deep">
    <div class="wrap"><h1>${title}</h1></div>
  </div>`;
}

/** The page's own footer section, else a footer made from the tenant's data. */
export function renderFooter(site: RenderedSite, own?: RenderedSection): Html {
  const context = { site, heading: 'h2', isFirst: false } as const;
  const markup = (own && footerType().render(own.content, context)) ?? footerType().render({}, context);
  return html`<footer${attributes({ id: own?.sectionId, class: 'footer deep' })}>${markup}</footer>`;
}

export function footerType(): SectionType {
  const type = sectionTypes.get('footer');
  if (!type) throw new Error('The footer is a section type');
  return type;
}

interface RenderedSections {
  readonly markup: readonly Html[];
  readonly styles: readonly string[];
  /** Whether the first section holds the page's h1. */
  readonly hasTitle: boolean;
}

/** The sections in order, without those that have nothing to show; backgrounds alternate over the rest. */
function renderSections(
  site: RenderedSite,
  sections: readonly RenderedSection[],
  pageServices: PageServices,
): RenderedSections {
  const markup: Html[] = [];
  const used = new Set<SectionType>();
  let hasTitle = false;
  let isTinted = true;
  for (const section of sections) {
    const type = sectionTypes.get(section.type);
    const isFirst = markup.length === 0;
    const opens = isFirst && section.type === 'hero';
    const form = formOf(section, pageServices);
    const content = type?.render(section.content, { site, heading: opens ? 'h1' : 'h2', isFirst, form });
    if (!type || !content) continue;
    hasTitle ||= opens;
    if (type.background === 'alternating') isTinted = !isTinted;
    markup.push(wrap(section, type, content, isTinted));
    used.add(type);
  }
  return { markup, styles: [...used].map((type) => type.styles), hasTitle };
}

function formOf({ id }: RenderedSection, { formToken, sentForm }: PageServices): SectionContext['form'] {
  const token = formToken?.(id);
  return token === undefined ? undefined : { id, token, sent: sentForm?.id === id ? sentForm : undefined };
}

function wrap(section: RenderedSection, type: SectionType, content: Html, isTinted: boolean): Html {
  const isAlternating = type.background === 'alternating';
  const className = ['section', type.type, isAlternating && isTinted && 'tinted'].filter(Boolean).join(' ');
  return html`<section${attributes({ id: section.sectionId, class: className })}>${content}</section>`;
}
