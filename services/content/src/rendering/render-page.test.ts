import { createHash } from 'node:crypto';
import { sectionTypes } from '../section-types';
import { HOSTILE_LINKS, HOSTILE_MARKUP } from '../section-types/hostile-test-support';
import { starter, templateSeeds } from '../templates/seeds';
import { renderPage } from './render-page';
import {
  renderComingSoon,
  renderGone,
  renderNotFound,
  renderUnavailable,
  renderUnknownHost,
} from './render-special';
import { pageOf, sampleSite, siteOf } from './sample-site-test-support';
import {
  type AssetVariant,
  type RenderedDocument,
  type RenderedPage,
  type RenderedSite,
} from '../markup/site';

const everything: RenderedPage = {
  path: '/everything',
  title: 'Everything',
  seo: {},
  sections: [...sectionTypes.values()].map(({ type, example }) => ({
    id: type,
    sectionId: type,
    type,
    content: example,
  })),
};

const pages = [
  ...templateSeeds.flatMap((template) =>
    template.defaultSections.map((page) => ({
      name: `${template.name} ${page.slug}`,
      render: () => renderPage(siteOf(template, 'Any Business'), pageOf(page)),
    })),
  ),
  ...starter.map((page) => ({ name: 'starter', render: () => renderPage(sampleSite(), pageOf(page)) })),
  { name: 'everything', render: () => renderPage(sampleSite(), everything) },
  { name: 'empty', render: () => renderPage(sampleSite(), { ...everything, sections: [] }) },
  { name: 'not found', render: () => renderNotFound(sampleSite()) },
  { name: 'gone', render: () => renderGone(sampleSite()) },
  { name: 'gone without a trace', render: () => renderGone() },
  { name: 'unavailable', render: () => renderUnavailable(sampleSite()) },
  { name: 'coming soon', render: () => renderComingSoon(sampleSite()) },
  { name: 'unknown host', render: () => renderUnknownHost() },
];

function styleOf(document: RenderedDocument): string {
  return /<style>([^]*?)<\/style>/.exec(document.html)?.[1] ?? '';
}

describe.each(pages)('the page "$name"', ({ name, render }) => {
  const document = render();

  it('renders to the same bytes every time', () => {
    expect(render()).toEqual(document);
  });

  it('is at most 45 KB of HTML and CSS, and 70 KB with every section type', () => {
    expect(Buffer.byteLength(document.html)).toBeLessThanOrEqual(name === 'everything' ? 70_000 : 45_000);
  });

  it('has one h1 and skips no heading level', () => {
    const body = document.html.slice(document.html.indexOf('<main'));
    const levels = [...body.matchAll(/<h([1-6])/g)].map((match) => Number(match[1]));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels[0]).toBe(1);
    levels.reduce((before, level) => {
      expect(level - before).toBeLessThanOrEqual(1);
      return level;
    }, 0);
  });

  it('allows its one style sheet by hash and no script', () => {
    expect(document.html.match(/<style/g)).toHaveLength(1);
    const hash = createHash('sha256').update(styleOf(document)).digest('base64');
    expect(document.contentSecurityPolicy).toBe(
      `default-src 'none'; img-src 'self' data:; font-src 'self'; style-src 'sha256-${hash}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(document.html).not.toMatch(/\sstyle="|\son[a-z]+=|<script(?! type="application\/ld\+json">)/);
  });

  it('loads nothing from other hosts', () => {
    const loaded = [...document.html.matchAll(/\s(?:src|srcset)="([^"]*)"|url\(([^)]*)\)|@import/g)];
    expect(loaded.map((match) => match[0]).filter((text) => !/(="|url\()\/(?!\/)/.test(text))).toEqual([]);
  });
});

describe('a rendered page', () => {
  const hero = { id: '1', sectionId: 'top', type: 'hero', content: { heading: 'Hello', alignment: 'left' } };
  const page: RenderedPage = { path: '/about', title: 'About', sections: [hero], seo: {} };

  it('the title is the h1 of a page that does not open with a hero', () => {
    const faq = everything.sections.filter((section) => section.type === 'faq');
    const { html } = renderPage(sampleSite(), { ...page, sections: [...faq, hero] });
    expect(html).toMatch(/<h1>About<\/h1>/);
    expect(html).toMatch(/<h2>Hello<\/h2>/);
  });

  it('invalid stored content is left out and the rest of the page shown', () => {
    const broken = { id: '2', sectionId: 'x', type: 'text', content: { body: 7 } };
    const unknown = { id: '3', sectionId: 'y', type: '__proto__', content: {} };
    expect(renderPage(sampleSite(), { ...page, sections: [broken, hero, unknown] })).toEqual(
      renderPage(sampleSite(), page),
    );
  });

  it("a page's footer section replaces the default footer", () => {
    const content = { text: 'Our own words', showContact: false };
    const own = { id: '2', sectionId: 'end', type: 'footer', content };
    const { html } = renderPage(sampleSite(), { ...page, sections: [own, hero] });
    expect(html.match(/<footer/g)).toHaveLength(1);
    expect(html).toMatch(/<footer id="end"[^>]*>[^]*Our own words/);
  });

  it('the menu marks the current page', () => {
    const { html } = renderPage(sampleSite(), { ...page, path: '/contact' });
    expect(html).toMatch(/<a href="\/contact" aria-current="page"/);
  });

  it('the head has the SEO fields, structured data and the business for search engines and previews', () => {
    const seo = {
      metaTitle: 'T "quoted"',
      metaDescription: 'D',
      ogTitle: 'O',
      noIndex: true,
      noFollow: true,
      canonicalUrl: 'https://elsewhere.example/about',
      structuredData: { '@type': 'FAQPage', name: '</script><script>alert(1)</script>' },
    };
    const { html } = renderPage(sampleSite(), { ...page, seo });
    expect(html).toContain('<title>T &quot;quoted&quot;</title>');
    expect(html).toContain('<meta name="robots" content="noindex, nofollow"');
    expect(html).toContain('<link rel="canonical" href="https://elsewhere.example/about"');
    expect(html).toContain('<meta property="og:title" content="O"');
    const blocks = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g)];
    const [business, own] = blocks.map((block): unknown => JSON.parse(block[1] ?? ''));
    expect(own).toEqual(seo.structuredData);
    expect(business).toMatchObject({
      '@type': 'LocalBusiness',
      name: "Joe's Plumbing",
      openingHoursSpecification: expect.arrayContaining([
        { '@type': 'OpeningHoursSpecification', dayOfWeek: 'Monday', opens: '08:00', closes: '17:00' },
      ]),
    });
  });

  it("an invalid canonical URL is replaced by the page's own", () => {
    const { html } = renderPage(sampleSite(), { ...page, seo: { canonicalUrl: 'javascript:alert(1)' } });
    expect(html).toContain('<link rel="canonical" href="http://joes.localhost:8080/about"');
  });
});

describe('pictures of a page', () => {
  const assetId = '0190a000-0000-7000-8000-00000000000a';
  const variant = (name: 'small' | 'large', format: AssetVariant['format'], width: number) =>
    ({ name, format, width, height: width / 2, href: `/_sn/assets/${name}.${format}` }) as const;
  const site: RenderedSite = {
    ...sampleSite(),
    assets: {
      [assetId]: {
        alt: 'A "van"',
        width: 2000,
        height: 1000,
        variants: [
          variant('large', 'avif', 1600),
          variant('small', 'avif', 400),
          variant('small', 'webp', 400),
          variant('large', 'jpeg', 1600),
          { ...variant('small', 'jpeg', 400), href: 'javascript:alert(1)' },
        ],
      },
    },
  };
  it('every file stands in a source set once, by its width', () => {
    const small = { ...variant('large', 'webp', 400), href: '/_sn/assets/same.webp' };
    const asset = { width: 400, height: 200, variants: [variant('small', 'webp', 400), small] };
    const { html } = renderPage({ ...site, assets: { [assetId]: asset } }, page);
    expect(html).toContain('srcset="/_sn/assets/small.webp 400w"');
    expect(html).not.toContain('</source');
  });

  it('icons are small files, not the original', () => {
    const sizes = [64, 200, 3000].map((width) => ({
      ...variant('small', 'webp', width),
      href: `/_sn/assets/${width}.webp`,
    }));
    const asset = { width: 3000, height: 3000, variants: [...sizes, variant('large', 'jpeg', 3000)] };
    const branding = { ...site.branding, faviconAssetId: assetId };
    const { html } = renderPage({ ...site, branding, assets: { [assetId]: asset } }, page);
    expect(html).toContain('<link rel="icon" href="/_sn/assets/64.webp" />');
    expect(html).toContain('<link rel="apple-touch-icon" href="/_sn/assets/200.webp" />');
  });

  const content = { heading: 'x', picture: { assetId } };
  const page: RenderedPage = {
    path: '/',
    title: 'Home',
    seo: { ogImageAssetId: assetId },
    sections: [
      { id: '1', sectionId: 'a', type: 'hero', content },
      { id: '2', sectionId: 'b', type: 'text', content: { body: '<p>x</p>', picture: { assetId, alt: '' } } },
    ],
  };

  it('pictures have every format and size and their dimensions; all but the first load lazily', () => {
    const { html } = renderPage(site, page);
    expect(html).toContain(
      'type="image/avif" srcset="/_sn/assets/small.avif 400w, /_sn/assets/large.avif 1600w"',
    );
    expect(html).toContain('type="image/webp" srcset="/_sn/assets/small.webp 400w"');
    expect(html).toMatch(
      /<img src="\/_sn\/assets\/large.jpeg" alt="A &quot;van&quot;" width="2000" height="1000"/,
    );
    expect(html.match(/loading="lazy"/g)).toHaveLength(1);
    expect(html).toContain('alt=""');
    expect(html).toContain(
      '<meta property="og:image" content="http://joes.localhost:8080/_sn/assets/large.jpeg"',
    );
    expect(html).not.toContain('javascript:');
  });

  it('a picture that the release does not have is left out', () => {
    expect(renderPage(sampleSite(), page).html).not.toContain('<img');
  });
});

describe('hostile data in a page', () => {
  const hostile = [...HOSTILE_MARKUP, ...HOSTILE_LINKS];

  /** The same content with every text replaced, as if storage held it. */
  function poisoned(value: unknown, text: string): unknown {
    if (typeof value === 'string') return text;
    if (Array.isArray(value)) return value.map((item) => poisoned(item, text));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poisoned(inner, text)]));
  }

  it.each(hostile)('%j is never executable in any field', (text) => {
    const item = { label: text, href: text, openInNewTab: true, children: [] };
    const site: RenderedSite = {
      ...sampleSite(),
      navigation: { header: [item], footer: [item] },
      tenant: {
        id: text,
        name: text,
        businessName: text,
        description: text,
        contactPhone: text,
        contactEmail: text,
        businessHours: { monday: text },
      },
      branding: {
        primaryColor: text,
        secondaryColor: text,
        accentColor: text,
        backgroundColor: text,
        textColor: text,
        fontFamily: text,
        headingFontFamily: text,
        logoAssetId: text,
      },
    };
    const sections = everything.sections.map((section) => ({
      ...section,
      sectionId: text,
      // Links and words from lists keep the content valid, or the section would not be shown at all.
      content: Object.fromEntries(
        Object.entries(section.content).map(([name, value]) => [
          name,
          /^(heading|subheading|eyebrow|text|body|note|address|directions)$/.test(name)
            ? poisoned(value, text)
            : value,
        ]),
      ),
    }));
    const seo = {
      metaTitle: text,
      metaDescription: text,
      keywords: [text],
      ogTitle: text,
      canonicalUrl: text,
      structuredData: { text },
    };
    const { html } = renderPage(site, { path: '/', title: text, sections, seo });
    const outsideText =
      html.replace(/<script type="application\/ld\+json">.*?<\/script>/g, '').match(/<[a-z][^>]*>/gi) ?? [];
    for (const tag of outsideText) {
      const attributes = tag.replace(/="[^"]*"/g, '=""');
      expect(attributes).not.toMatch(/<script|<iframe|<object|<embed|<base|\son\w+|\sstyle=|srcdoc/i);
      expect(tag).not.toMatch(/href="\s*(javascript|vbscript|data:text|blob|file|\/\/|\/\\)/i);
    }
  });
});
