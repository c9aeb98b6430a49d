import { sectionTypes } from '../section-types';
import { templateSeeds } from '../templates/seeds';
import { renderLlms, renderMarkdown } from './render-markdown';
import { pageOf, sampleSite, siteOf } from './sample-site-test-support';

const site = sampleSite();

/** Every text that an example has for its readers. */
function textsOf(content: unknown, name = ''): string[] {
  if (typeof content === 'string') {
    return /icon|layout|alignment|position|href|type|name|variant/i.test(name) ? [] : [content];
  }
  if (typeof content !== 'object' || content === null) return [];
  return Object.entries(content).flatMap(([key, value]) =>
    textsOf(value, Array.isArray(content) ? name : key),
  );
}

describe('a page as Markdown', () => {
  it('has one title, before all other headings', () => {
    const text = { type: 'text', sectionId: 'a', id: 'a', content: { heading: 'Why', body: '<h3>So</h3>' } };
    const page = { path: '/about', title: 'About us', sections: [text], seo: {} };
    expect(
      renderMarkdown(site, page)
        .match(/^#+ .*/gm)
        ?.slice(0, 3),
    ).toEqual(['# About us', '## Why', '### So']);
  });

  it.each([...sectionTypes.values()].filter(({ type }) => !/form|map/.test(type)))(
    'keeps all that a section of type $type says',
    ({ type, example }) => {
      const page = {
        ...{ path: '/', title: 'Home', seo: {} },
        sections: [{ type, sectionId: 'a', id: 'a', content: example }],
      };
      const words = renderMarkdown(site, page)
        .replace(/\]\([^)]*\)/g, ' ')
        .replace(/[^\p{Letter}\p{Number}]+/gu, ' ');
      for (const text of textsOf(example)) {
        const plain = text
          .replace(/<[^>]*>/g, ' ')
          .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
          .trim();
        expect(words).toContain(plain);
      }
    },
  );

  it.each(
    templateSeeds.flatMap((seed) =>
      seed.defaultSections.map((page) => ({ seed, page, name: `${seed.name}: ${page.slug}` })),
    ),
  )('has no markup left, and no empty mark: $name', ({ seed, page }) => {
    const markdown = renderMarkdown(siteOf(seed, 'Any Business'), pageOf(page));
    expect(markdown).not.toMatch(/<\/?[a-z]|\]\(\)|\[\]|undefined|\n\n\n|[ \t]\n/);
    expect(markdown.match(/^# /gm)).toHaveLength(1);
  });
});

describe('llms.txt', () => {
  it('names the business and where each page is read', () => {
    const pages = [
      { path: '/', title: 'Home', description: 'Pipes [and] taps.' },
      { path: '/about', title: 'About', description: null },
    ];
    expect(renderLlms(site, pages)).toBe(
      "# Joe's Plumbing\n\n> Plumbing and heating in the old town.\n\n## Pages\n\n" +
        '- [Home](http://joes.localhost:8080/index.md): Pipes \\[and\\] taps.\n' +
        '- [About](http://joes.localhost:8080/about.md)\n',
    );
  });
});
