import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createFontFiles } from '@siteninja/fonts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { sectionTypes } from '../section-types';
import { HOSTILE_MARKUP } from '../section-types/hostile-test-support';
import { starter, templateSeeds } from '../templates/seeds';
import { renderPage } from './render-page';
import { renderComingSoon, renderNotFound, renderThanks, renderUnknownHost } from './render-special';
import {
  everyVariant,
  formsPage,
  pageOf,
  picturedSite,
  sampleSite,
  sentForm,
  siteOf,
} from './sample-site-test-support';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = BROWSERS.find((path) => existsSync(path));

const example = {
  path: '/example',
  title: 'Example',
  seo: {},
  sections: [...sectionTypes.values()].map(({ type, example }) => ({
    id: type,
    sectionId: type,
    type,
    content: example,
  })),
};

const dark = {
  ...sampleSite().branding,
  primaryColor: '#FACC15',
  secondaryColor: '#A3E635',
  accentColor: '#F472B6',
  backgroundColor: '#0F172A',
  textColor: '#334155',
};

const german = { ...sampleSite(), tenant: { ...sampleSite().tenant, locale: 'de-DE' } };

const documents = [
  ...templateSeeds.flatMap((template) =>
    template.defaultSections.map((page) => ({
      name: `${template.name}, ${page.slug}`,
      html: renderPage(siteOf(template, 'Any Business'), pageOf(page)).html,
    })),
  ),
  ...starter.map((page) => ({ name: 'starter', html: renderPage(sampleSite(), pageOf(page)).html })),
  { name: 'every section type', html: renderPage(sampleSite(), example).html },
  { name: 'every variant', html: renderPage(picturedSite, everyVariant).html },
  { name: 'every variant without pictures', html: renderPage(sampleSite(), everyVariant).html },
  {
    name: 'every variant, dark',
    html: renderPage({ ...picturedSite, branding: dark }, everyVariant).html,
  },
  { name: 'every section type, dark', html: renderPage(sampleSite({ branding: dark }), example).html },
  { name: 'every section type, in German', html: renderPage(german, example).html },
  { name: 'forms', html: renderPage(sampleSite(), formsPage, { formToken: () => 'token' }).html },
  {
    name: 'forms, dark',
    html: renderPage(sampleSite({ branding: dark }), formsPage, { formToken: () => 'token' }).html,
  },
  {
    name: 'form that comes back',
    html: renderPage(sampleSite(), formsPage, { formToken: () => 'token', sentForm }).html,
  },
  {
    name: 'form that comes back, dark',
    html: renderPage(sampleSite({ branding: dark }), formsPage, { formToken: () => 'token', sentForm }).html,
  },
  { name: 'thanks', html: renderThanks(sampleSite(), undefined).html },
  { name: 'not found', html: renderNotFound(sampleSite()).html },
  { name: 'not found, in German', html: renderNotFound(german).html },
  { name: 'coming soon', html: renderComingSoon(sampleSite()).html },
  { name: 'unknown host', html: renderUnknownHost().html },
];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

if (executablePath === undefined) {
  it.skip(`is not checked in a browser: none of ${BROWSERS.join(', ')} is installed`, () => undefined);
} else {
  describe('rendered pages in a browser', () => {
    const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    let browser: Browser;
    /** One for all documents, which run no script: opening another costs more than to look at it. */
    let window: Page;

    beforeAll(async () => {
      browser = await chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      });
      window = await browser.newPage({ reducedMotion: 'reduce' });
      await window.evaluate(axe);
    });
    afterAll(() => browser.close());

    it.each(documents)(
      'the page "$name" has no accessibility violations and fits phone and desktop',
      async ({ html }) => {
        await window.setContent(html);
        // Answers stay folded for readers, but are read all the same.
        await window.evaluate('for (const one of document.querySelectorAll("main details")) one.open = true');
        for (const width of [390, 1280]) {
          await window.setViewportSize({ width, height: 900 });
          const violations: Violation[] = await window.evaluate(
            'axe.run({ resultTypes: ["violations"] }).then((result) => result.violations)',
          );
          expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
        }
        for (const width of [360, 390, 1280]) {
          await window.setViewportSize({ width, height: 900 });
          expect(await window.evaluate('document.documentElement.scrollWidth')).toBe(width);
        }
      },
    );

    it('a page is styled and violates nothing under its own Content-Security-Policy', async () => {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      const { html, contentSecurityPolicy } = renderPage(sampleSite(), example);
      const headers = { 'content-type': 'text/html', 'content-security-policy': contentSecurityPolicy };
      const fonts = createFontFiles();
      await page.route('**/*', async (route) => {
        const body = await fonts.read(basename(new URL(route.request().url()).pathname));
        return body
          ? route.fulfill({ contentType: 'font/woff2', body })
          : route.fulfill({ headers, body: html });
      });
      await page.goto('http://site.test/');
      expect(
        await page.evaluate('getComputedStyle(document.querySelector("main .primary")).fontWeight'),
      ).toBe('650');
      expect(complaints).toEqual([]);
      await page.close();
    });

    it('stored content runs no script, even without the Content-Security-Policy', async () => {
      const page = await browser.newPage();
      const ran: string[] = [];
      page.on('dialog', (dialog) => {
        ran.push(dialog.message());
        void dialog.dismiss();
      });
      const sections = HOSTILE_MARKUP.flatMap((text, index) => [
        { id: `a${index}`, sectionId: text, type: 'text', content: { heading: text, body: text } },
        {
          id: `b${index}`,
          sectionId: `b${index}`,
          type: 'faq',
          content: { heading: text, items: [{ question: text, answer: text }] },
        },
      ]);
      const seo = { metaTitle: HOSTILE_MARKUP.join(''), structuredData: { text: HOSTILE_MARKUP } };
      await page.setContent(renderPage(sampleSite(), { path: '/', title: 'x', sections, seo }).html);
      await page.evaluate(
        'for (const link of document.querySelectorAll("main a")) if (!/^(http|mailto|tel)/.test(link.href)) link.click()',
      );
      await page.waitForTimeout(300);
      expect(ran).toEqual([]);
      expect(
        await page.evaluate(
          'document.querySelectorAll("main script, main style, main iframe, main [onerror]").length',
        ),
      ).toBe(0);
      await page.close();
    });
  });
}
