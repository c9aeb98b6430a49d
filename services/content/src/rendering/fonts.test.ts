import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFontFiles, findFontFamily, FONTS_PATH } from '@siteninja/fonts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type RenderedDocument, type SiteBranding } from '../markup/site';
import { templateSeeds } from '../templates/seeds';
import { siteFonts } from './fonts';
import { renderPage } from './render-page';
import { renderUnknownHost } from './render-special';
import { pageOf, sampleSite, siteOf } from './sample-site-test-support';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = BROWSERS.find((path) => existsSync(path));

const fontsOf = (fontFamily: string, headingFontFamily: string, language = 'en') =>
  siteFonts({ ...sampleSite().branding, fontFamily, headingFontFamily }, language);
/** The file names without their hashes. */
const namesIn = (text: string) =>
  [...text.matchAll(/fonts\/([a-z0-9-]+)-[0-9a-f]{12}\.woff2/g)].map((m) => m[1]);

describe('the fonts of a site', () => {
  it.each([
    [
      'two families in the letters of Western Europe',
      'Inter',
      'Lora',
      'fr',
      ['inter-latin', 'lora-latin'],
      2,
    ],
    ['one family, and its further letters where a text has some', 'Lora', 'Lora', 'en', ['lora-latin'], 2],
    [
      'a language with further letters: the family of the text',
      'Lora',
      'Inter',
      'pl',
      ['lora-latin', 'lora-latin-ext'],
      2,
    ],
    ['Greek: the family that has it', 'Lora', 'Inter', 'el', ['inter-latin', 'inter-greek'], 2],
    ['Cyrillic', 'Roboto', 'Roboto', 'uk', ['roboto-latin', 'roboto-cyrillic'], 2],
    ['Vietnamese', 'Work Sans', 'Outfit', 'vi', ['work-sans-latin', 'work-sans-vietnamese'], 2],
    ['letters that no family has', 'Outfit', 'Lora', 'el', ['outfit-latin', 'lora-latin'], 2],
    ['a script that no family has', 'Inter', 'Lora', 'ja', ['inter-latin', 'lora-latin'], 2],
    [
      'Serbian, in the letters that the site uses',
      'Inter',
      'Inter',
      'sr-Latn',
      ['inter-latin', 'inter-latin-ext'],
      2,
    ],
    ['an installed font for text', 'Georgia', 'Oswald', 'en', ['oswald-latin'], 2],
    ['installed fonts alone', 'Arial', 'Georgia', 'pl', [], 0],
  ])('%s', (_name, text, heading, language, preloaded, declared) => {
    const fonts = fontsOf(`${text}, sans-serif`, `${heading}, serif`, language);
    expect(namesIn(fonts.preloaded.join())).toEqual(preloaded);
    expect(namesIn(fonts.faces)).toHaveLength(declared);
    expect(namesIn(fonts.faces)).toEqual(expect.arrayContaining(preloaded));
  });

  it('a font of before is the nearest family, an unknown one the system font of its kind', () => {
    expect(fontsOf('Poppins, sans-serif', 'PT Serif, serif').body).toMatch(/^'Outfit',/);
    expect(fontsOf('Poppins, sans-serif', 'PT Serif, serif').heading).toMatch(/^'Source Serif 4',.*serif$/);
    expect(fontsOf('Nobody Knows', 'Nobody Knows, serif')).toMatchObject({
      body: expect.stringMatching(/, sans-serif$/),
      heading: expect.stringMatching(/Georgia, serif$/),
      faces: '',
      preloaded: [],
    });
  });

  it('a page preloads its fonts from its own host alone, and a host without a site none', () => {
    const { html, contentSecurityPolicy } = renderPage(sampleSite(), {
      path: '/',
      title: 'T',
      seo: {},
      sections: [],
    });
    expect(html).toMatch(
      /<link rel="preload" href="\/_sn\/fonts\/inter-latin-[0-9a-f]{12}\.woff2" as="font" type="font\/woff2" crossorigin="anonymous" \/>/,
    );
    expect(contentSecurityPolicy).toContain("font-src 'self'");
    expect(renderUnknownHost().html).not.toContain(FONTS_PATH);
  });
});

/** Fonts of the measures of Arial and Georgia, which most visitors have; this machine need not. */
async function installFonts(folder: string): Promise<string> {
  const folders = ['arimo', 'gelasio'].map((name) =>
    dirname(require.resolve(`@expo-google-fonts/${name}/package.json`)),
  );
  const file = join(folder, 'fonts.conf');
  const dirs = folders.map((path) => `<dir>${path}</dir>`).join('');
  await writeFile(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}<cachedir>${folder}</cachedir></fontconfig>`,
  );
  return file;
}

/** The fallback that this machine has for a family. */
const fallbackOf = (family: string): string =>
  `${family} ${findFontFamily(family)?.category === 'serif' ? 'Georgia' : 'Arial'}`;

/**
 * Cumulative layout shift; up to 0.1 is good (web.dev/cls). Widths agree on average only, so that one paragraph of a
 * page may break into one line more or less.
 */
const MAX_SHIFT = 0.05;

interface Visit {
  readonly shift: number;
  readonly fetched: readonly string[];
  readonly shown: readonly string[];
}

/** Shows a document and delivers its fonts only after its text has been painted with the fallbacks. */
async function visit(page: Page, { html, contentSecurityPolicy }: RenderedDocument): Promise<Visit> {
  const fetched: string[] = [];
  const files = createFontFiles();
  let deliver = (): void => undefined;
  const painted = new Promise<void>((resolve) => {
    deliver = resolve;
  });
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') {
      const headers = { 'content-security-policy': contentSecurityPolicy };
      return route.fulfill({ contentType: 'text/html; charset=utf-8', headers, body: html });
    }
    if (!pathname.startsWith(FONTS_PATH)) return route.fulfill({ status: 404 });
    fetched.push(pathname);
    await painted;
    const body = await files.read(pathname.slice(FONTS_PATH.length));
    return body ? route.fulfill({ contentType: 'font/woff2', body }) : route.fulfill({ status: 404 });
  });
  await page.goto('http://site.test/', { waitUntil: 'commit' });
  await page.evaluate(`new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) resolve();
    });
    observer.observe({ type: 'paint', buffered: true });
  })`);
  deliver();
  await page.waitForLoadState('load');
  const { shift, shown } = await page.evaluate<{ shift: number; shown: string[] }>(`(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const shift = await new Promise((resolve) => {
      let sum = 0;
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.value;
      });
      observer.observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(sum), 100);
    });
    const loaded = [...document.fonts].filter(({ status }) => status === 'loaded');
    return { shift, shown: loaded.map(({ family }) => family.replaceAll('"', '')) };
  })()`);
  return { shift, fetched, shown };
}

if (executablePath === undefined) {
  it.skip(`is not checked in a browser: none of ${BROWSERS.join(', ')} is installed`, () => undefined);
} else {
  describe('in a browser', () => {
    let browser: Browser;
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'fonts-'));
      const env = { ...process.env, FONTCONFIG_FILE: await installFonts(folder) };
      browser = await chromium.launch({ executablePath, env, args: ['--no-sandbox', '--disable-gpu'] });
    });
    afterAll(async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    });

    const pages = templateSeeds.flatMap((template) =>
      template.defaultSections.map((page): [string, number[], SiteBranding, RenderedDocument] => [
        `${template.name}, ${page.slug}`,
        // Lines break most on a phone; what a template does in wide windows its home page shows.
        page.slug === 'home' ? [390, 1440] : [390],
        template.defaultBranding,
        renderPage(siteOf(template, 'Any Business'), pageOf(page)),
      ]),
    );
    it.each(pages)(
      'the text keeps its place when the fonts arrive late, and each is fetched once: %s',
      async (_name, widths, branding, document) => {
        const { fontFamily, headingFontFamily } = branding;
        const families = new Set(
          [fontFamily, headingFontFamily].flatMap((font) => findFontFamily(font)?.name ?? []),
        );
        for (const width of widths) {
          const page = await browser.newPage({ viewport: { width, height: 900 } });
          const { shift, fetched, shown } = await visit(page, document);
          await page.close();
          expect([width, fetched.length, new Set(fetched).size]).toEqual([
            width,
            families.size,
            families.size,
          ]);
          expect(new Set(shown)).toEqual(new Set([...families, ...[...families].map(fallbackOf)]));
          expect([width, shift < MAX_SHIFT]).toEqual([width, true]);
        }
      },
    );
  });
}
