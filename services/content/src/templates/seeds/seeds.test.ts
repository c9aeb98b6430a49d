import { parse } from '@siteninja/schema';
import { isLink } from '../../markup/links';
import { cleanContent, sectionTypes } from '../../section-types';
import { starter, type TemplatePage, templateSeeds } from '.';

const sets = [
  ...templateSeeds.map((template) => ({ name: template.name, pages: template.defaultSections })),
  { name: 'starter', pages: starter },
];
const pages = sets.flatMap(({ name, pages }) => pages.map((page) => ({ name, pages, page })));

/** Every link in a content, at any depth. */
function linksIn(content: unknown): string[] {
  const rich = [...JSON.stringify(content).matchAll(/href=\\"([^"\\]*)/g)].map((match) => match[1] ?? '');
  const links: string[] = [];
  JSON.stringify(content, (name, value: unknown) => {
    if (name === 'href' && typeof value === 'string') links.push(value);
    return value;
  });
  return [...rich, ...links];
}

function leadsSomewhere(href: string, from: TemplatePage, all: readonly TemplatePage[]): boolean {
  const [path = '', anchor] = href.split('#');
  const slug = path === '/' ? 'home' : path.slice(1);
  const page = path === '' ? from : all.find((one) => one.slug === slug);
  return (
    page !== undefined && (anchor === undefined || page.sections.some((one) => one.sectionId === anchor))
  );
}

describe('template seeds', () => {
  it.each(sets)('$name begins with a home page', ({ name, pages }) => {
    expect(pages[0]?.slug).toBe('home');
    if (name !== 'starter') expect(pages.length).toBeGreaterThanOrEqual(4);
  });

  it.each(pages)('$name, $page.slug: its sections are valid and clean', ({ page }) => {
    for (const { type, content } of page.sections) {
      const schema = sectionTypes.get(type)?.content;
      expect(schema && parse(schema, content)).toHaveProperty('value');
      expect(cleanContent(type, content)).toMatchObject(content);
    }
  });

  it.each(pages)('$name, $page.slug: its names are unique and its order is that of the page', ({ page }) => {
    const names = page.sections.map((section) => section.sectionId);
    expect(new Set(names).size).toBe(names.length);
    expect(page.sections.map((section) => section.sortOrder)).toEqual(names.map((_name, index) => index));
  });

  it.each(pages)(
    '$name, $page.slug: its links lead to pages and sections of the template',
    ({ page, pages }) => {
      for (const href of page.sections.flatMap((section) => linksIn(section.content))) {
        expect([href, isLink(href) && leadsSomewhere(href, page, pages)]).toEqual([href, true]);
      }
    },
  );

  it.each(pages)('$name, $page.slug: it invents no business facts', ({ page }) => {
    const text = JSON.stringify(page).replace(/"assetId":"[0-9a-f-]+"/g, '');
    expect(text).not.toMatch(/tel:|mailto:|@|\+\d|\d{3,}/);
    expect(page.sections.map((section) => section.type)).not.toContain('testimonials');
  });

  it.each(pages)('$name, $page.slug: its SEO texts have the allowed length', ({ page }) => {
    expect(page.seo?.metaTitle?.length ?? 0).toBeLessThanOrEqual(70);
    expect(page.seo?.metaDescription?.length ?? 0).toBeLessThanOrEqual(160);
  });
});
