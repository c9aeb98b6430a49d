import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { type MenuItem, type RenderedSite } from '../markup/site';
import { renderPage } from './render-page';
import { sampleSite } from './sample-site-test-support';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = BROWSERS.find((path) => existsSync(path));
const WIDTHS = [360, 390, 600, 700, 768, 820, 900, 960, 1024, 1100, 1200, 1280, 1366, 1440, 1920];

const SHORT = ['Home', 'Menu'];
const SIX = ['Services', 'About', 'Prices', 'Team', 'News', 'Contact'];
const GERMAN = [
  'Heizungsinstallation',
  'Badsanierungen',
  'Wärmepumpenberatung',
  'Rohrreinigungsdienst',
  'Stellenausschreibungen',
  'Datenschutzerklärung',
];
const logoAssetId = '0190a000-0000-7000-8000-00000000000a';
const LOGO = {
  width: 1100,
  height: 290,
  variants: [
    { name: 'small' as const, format: 'webp' as const, width: 400, height: 105, href: '/_sn/assets/l.webp' },
  ],
};

interface Look {
  labels: string[];
  withLogo?: boolean;
  withSubmenu?: boolean;
  businessName?: string;
  fontFamily?: string;
}

function siteWith({ labels, withLogo = false, withSubmenu = false, businessName, fontFamily }: Look) {
  const entry = (label: string): MenuItem => ({ label, href: '/x', openInNewTab: false, children: [] });
  const header = labels.map((label) => ({
    ...entry(label),
    children: withSubmenu ? [entry('One'), entry('Two')] : [],
  }));
  const site = sampleSite({ header, ...(businessName === undefined ? {} : { businessName }) });
  const fonts = fontFamily === undefined ? {} : { fontFamily, headingFontFamily: fontFamily };
  return {
    ...site,
    branding: { ...site.branding, ...fonts, ...(withLogo ? { logoAssetId } : {}) },
    assets: withLogo ? { [logoAssetId]: LOGO } : {},
  };
}

const pageOf = (site: RenderedSite) =>
  renderPage(site, { path: '/', title: 'A page', sections: [], seo: {} });

/** How the header looks: which of its menus is shown, in how many rows, and what sticks out. */
interface Measured {
  width: number;
  row: boolean;
  panel: boolean;
  rows: number;
  overflow: number;
}
const MEASURE = `(() => {
  const shown = (selector) => getComputedStyle(document.querySelector(selector)).display !== 'none';
  const tops = [...document.querySelectorAll(".site-menu-wide > ul > li > a")].map((a) => a.getBoundingClientRect().height > 60 ? NaN : Math.round(a.getBoundingClientRect().top));
  return {
    row: shown('.site-menu-wide'),
    panel: shown('.site-menu-narrow'),
    rows: new Set(tops).size,
    overflow: document.documentElement.scrollWidth - innerWidth,
  };
})()`;

const LOOKS: [string, Look][] = [
  ['two short entries', { labels: SHORT }],
  ['six entries', { labels: SIX }],
  ['six entries with submenus', { labels: SIX, withSubmenu: true }],
  ['six entries and a logo', { labels: SIX, withLogo: true }],
  ['six long German entries', { labels: GERMAN }],
  ['three long German entries and a logo', { labels: GERMAN.slice(0, 3), withLogo: true }],
  ['capitals', { labels: ['WWW', 'MOMMSEN', 'AGB', 'KONTAKT'] }],
  ['a wide typeface', { labels: SIX, fontFamily: 'Verdana' }],
  ['a serif typeface', { labels: SIX, fontFamily: 'Georgia' }],
  ['other scripts', { labels: ['ホーム', 'サービス', 'Услуги', 'Πληροφορίες'] }],
  ['a long name', { labels: SIX, businessName: 'Donaudampfschifffahrtsgesellschaft Müller & Söhne' }],
];

if (executablePath === undefined) {
  it.skip(`the header is not looked at: none of ${BROWSERS.join(', ')} is installed`, () => undefined);
} else {
  describe('the header of a site', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    });
    afterAll(() => browser.close());

    async function measure(look: Look, widths: readonly number[]): Promise<Measured[]> {
      const page = await browser.newPage();
      await page.setContent(pageOf(siteWith(look)).html);
      const all: Measured[] = [];
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        all.push({ width, ...(await page.evaluate<Omit<Measured, 'width'>>(MEASURE)) });
      }
      await page.close();
      return all;
    }
    const isRow = async (look: Look, width: number) => (await measure(look, [width]))[0]?.row;

    it.each(LOOKS)(
      'shows one menu, in one row or folded, that fits every screen: %s',
      async (_name, look) => {
        for (const { width, row, panel, rows, overflow } of await measure(look, WIDTHS)) {
          expect([width, row !== panel, overflow]).toEqual([width, true, 0]);
          if (row) expect([width, rows]).toEqual([width, 1]);
        }
      },
    );

    it('keeps a short menu in a row on a tablet, and folds it on a phone', async () => {
      expect(await isRow({ labels: SHORT }, 768)).toBe(true);
      expect(await isRow({ labels: SHORT, withLogo: true }, 820)).toBe(true);
      expect(await isRow({ labels: SHORT, businessName: 'Harbor Plumbing & Heating' }, 820)).toBe(true);
      expect(await isRow({ labels: SHORT }, 390)).toBe(false);
    });

    it('shows six usual entries in a row on a desktop', async () => {
      expect(await isRow({ labels: SIX }, 1280)).toBe(true);
      expect(await isRow({ labels: SIX, withLogo: true }, 1280)).toBe(true);
    });

    it('folds six long words wherever they do not fit', async () => {
      for (const { width, row } of await measure({ labels: GERMAN }, WIDTHS)) {
        expect([width, row]).toEqual([width, false]);
      }
    });

    it('opens the folded menu with the keyboard, and no hidden link is in its way', async () => {
      const page = await browser.newPage({ viewport: { width: 1024, height: 800 } });
      await page.setContent(pageOf(siteWith({ labels: GERMAN })).html);
      const focused = () => page.evaluate('document.activeElement.textContent.trim()');
      const visited: unknown[] = [];
      for (let press = 0; press < 4; press += 1) {
        await page.keyboard.press('Tab');
        visited.push(await focused());
      }
      expect(visited.map(String).at(-1)).toBe('Menu');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await focused()).toBe(GERMAN[0]);
      expect(await page.getByRole('navigation', { name: 'Main' }).getByRole('link').count()).toBe(6);
      await page.close();
    });
  });
}
