import { renderPage } from '../../rendering/render-page';
import {
  renderComingSoon,
  renderGone,
  renderNotFound,
  renderThanks,
  renderUnavailable,
} from '../../rendering/render-special';
import { sampleSite } from '../../rendering/sample-site-test-support';
import { problemIn } from '../../section-types/contact-form/check-answers';
import { type RenderedSite } from '../site';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { it as italian } from './it';
import { languageOf, wordsOf } from './index';
import { nl } from './nl';
import { pl } from './pl';
import { pt } from './pt';

const CATALOGUES = Object.entries({ de, en, es, fr, it: italian, nl, pl, pt });

const location = {
  id: 'zz',
  label: 'Zz',
  address: { street: 'Zz 1', postalCode: '', city: 'Zz', region: null, country: 'DE' },
  geo: null,
  phones: [],
  emails: [],
  hours: [{ days: ['monday' as const], opens: '08:00', closes: '09:00' }],
  exceptions: [{ date: '2999-08-15', closed: true }],
};

/** A site whose author writes nothing that could be taken for English. */
function siteIn(locale: string, contactPhone: string | undefined = '030 123456'): RenderedSite {
  const item = { label: 'Xyz', href: '/xyz', openInNewTab: false, children: [] };
  const { tenant, ...site } = sampleSite({ businessName: 'Zzz', header: [item] });
  const days = Object.keys(tenant.businessHours);
  const { description: _description, contactPhone: _contactPhone, ...rest } = tenant;
  return {
    ...site,
    locations: [location],
    tenant: {
      ...rest,
      ...(contactPhone === '' ? {} : { contactPhone }),
      contactEmail: 'z@zz.example',
      businessHours: Object.fromEntries(days.map((day) => [day, '8:00-9:00'])),
      locale,
    },
  };
}

const sections = [
  { type: 'services', content: { heading: 'Zz', items: [{ title: 'Zz', text: 'Zz', href: '/zz' }] } },
  { type: 'map', content: { heading: 'Zz', address: 'Zz 1' } },
  { type: 'contact-form', content: { heading: 'Zz', fields: [], submitLabel: 'Zz' } },
  {
    type: 'contact-form',
    content: {
      heading: 'Zz',
      fields: [{ name: 'z', label: 'Zz', type: 'select', options: ['Zz'], required: false }],
    },
  },
  { type: 'hours', content: { heading: 'Zz' } },
].map((section, index) => ({ id: `z${index}`, sectionId: `z${index}`, ...section }));

const RULES = ['required', 'ticked', 'email', 'phone', 'date', 'choice', 'length', 'text'] as const;

/** Forms that come back with all that can be wrong. */
function sentForms(locale: string) {
  const words = wordsOf({ locale });
  const messages = [words.formCheck, words.formChanged, words.formTooMany];
  return [...RULES, undefined, undefined].map((rule, index) => ({
    id: 'z3',
    message: messages[index % messages.length] ?? '',
    answers: {},
    problems: new Map(rule ? [['z', problemIn({ name: 'z', rule, limit: 9 }, words)]] : []),
  }));
}

/** What visitors read or hear of all pages of a site. */
function everyPage(locale: string): string {
  const site = siteIn(locale);
  const page = { path: '/', title: 'Zz', sections, seo: {} };
  const documents = [
    renderPage(site, page),
    renderPage(siteIn(locale, ''), page),
    renderPage(site, page, { formToken: () => 'zz' }),
    ...sentForms(locale).map((sentForm) => renderPage(site, page, { formToken: () => 'zz', sentForm })),
    renderThanks(site, undefined),
    renderNotFound(site),
    renderComingSoon(site),
    renderGone(site),
    renderUnavailable(site),
  ];
  return documents
    .map(({ html }) => html.replace(/<style>.*?<\/style>|<script.*?<\/script>/gs, ''))
    .join('\n')
    .replaceAll('&#39;', "'");
}

/** Shown only where nothing is known of the business, and so never with its language. */
const WITHOUT_BUSINESS = [en.goneLabel, en.unavailableLabel];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

describe('the words of a site', () => {
  it.each(CATALOGUES)('a site in "%s" says so, and shows the words of that language', (locale, words) => {
    const shown = everyPage(locale);
    expect(new Set(shown.match(/<html lang="[^"]*"/g))).toEqual(new Set([`<html lang="${locale}"`]));
    const absent = Object.entries(words).filter(([, text]) => !shown.includes(text.replace('{limit}', '9')));
    const expected = Object.entries(words).filter(
      ([key, text]) => ['goneLabel', 'unavailableLabel'].includes(key) && text !== words.closed,
    );
    expect(absent).toEqual(expected);
  });

  it.each(CATALOGUES.filter(([locale]) => locale !== 'en'))(
    'no English word stands on a page in "%s"',
    (locale, words) => {
      const shown = everyPage(locale);
      const same = new Set<string>(Object.values(words));
      const english = Object.values(en).filter((text) => !same.has(text) && !WITHOUT_BUSINESS.includes(text));
      const found = [...english, ...DAYS].filter((text) =>
        new RegExp(`[>"]\\s*${text.replace(/[.?]/g, '\\$&')}\\s*[<"]`).test(shown),
      );
      expect(found).toEqual([]);
    },
  );

  it('the days of the opening hours are named in the language of the site', () => {
    const namesIn = (locale: string) => {
      const { html } = renderPage(siteIn(locale), { path: '/', title: 'Zz', sections: [], seo: {} });
      return [...html.matchAll(/<dt>(.*?)<\/dt>/g)].map(([, day]) => day);
    };
    expect(namesIn('en')).toEqual(DAYS);
    expect(namesIn('de-AT')).toEqual([
      'Montag',
      'Dienstag',
      'Mittwoch',
      'Donnerstag',
      'Freitag',
      'Samstag',
      'Sonntag',
    ]);
    expect(namesIn('fr')[0]).toBe('Lundi');
  });

  it('search engines are told the days as schema.org has them', () => {
    const { html } = renderPage(siteIn('de'), { path: '/', title: 'Zz', sections: [], seo: {} });
    expect(html).toContain('"dayOfWeek":["Monday"]');
    expect(html).not.toContain('"dayOfWeek":["Montag"]');
  });

  it('a region has the words of its language, a language without words the English ones', () => {
    for (const [locale, words, language] of [
      ['pt-BR', pt, 'pt-BR'],
      ['DE-at', de, 'de-AT'],
      ['pl', pl, 'pl'],
      ['zh-Hant-TW', en, 'zh-Hant-TW'],
      ['constructor', en, 'en'],
      [undefined, en, 'en'],
    ] as const) {
      expect([locale, wordsOf({ locale }) === words, languageOf({ locale })]).toEqual([
        locale,
        true,
        language,
      ]);
    }
  });
});
