import { HtmlValidate } from 'html-validate';
import { type RenderedSite } from '../markup/site';
import { sectionTypes } from '../section-types';
import { starter, templateSeeds } from '../templates/seeds';
import { renderPage } from './render-page';
import {
  renderComingSoon,
  renderGone,
  renderNotFound,
  renderThanks,
  renderUnknownHost,
} from './render-special';
import {
  everyVariant,
  formsPage,
  pageOf,
  picturedSite,
  sampleSite,
  sentForm,
  siteOf,
} from './sample-site-test-support';

const assetId = '0190a000-0000-7000-8000-00000000000a';
const formats = ['avif', 'webp', 'jpeg'] as const;
const variants = formats.flatMap((format) =>
  [400, 1600].map((width) => ({
    name: width === 400 ? ('small' as const) : ('large' as const),
    format,
    width,
    height: width / 2,
    href: `/_sn/assets/${width}.${format}`,
  })),
);
const base = sampleSite();
const illustrated: RenderedSite = {
  ...base,
  branding: { ...base.branding, logoAssetId: assetId, faviconAssetId: assetId },
  assets: { [assetId]: { alt: 'A van', width: 1600, height: 800, variants } },
};
const picture = { assetId, alt: 'A van' };

const everything = {
  path: '/everything',
  title: 'Everything',
  seo: { metaDescription: 'Every section', ogImageAssetId: assetId },
  sections: [...sectionTypes.values()].map(({ type, example }) => ({
    id: type,
    sectionId: type,
    type,
    content: type === 'hero' || type === 'text' ? { ...example, picture } : example,
  })),
};

const german: RenderedSite = { ...base, tenant: { ...base.tenant, locale: 'de-DE' } };

const documents: [string, string][] = [
  ...templateSeeds.flatMap((template) =>
    template.defaultSections.map((page): [string, string] => [
      `${template.name}, ${page.slug}`,
      renderPage(siteOf(template, 'Any Business'), pageOf(page)).html,
    ]),
  ),
  ...starter.map((page): [string, string] => [`starter, ${page.slug}`, renderPage(base, pageOf(page)).html]),
  ['every section type', renderPage(base, everything).html],
  ['every section type with pictures', renderPage(illustrated, everything).html],
  ['every section type, in German', renderPage(german, everything).html],
  ['every section type with a form', renderPage(base, everything, { formToken: (id) => `token-${id}` }).html],
  ['every variant', renderPage(picturedSite, everyVariant).html],
  ['every variant without pictures', renderPage(base, everyVariant).html],
  ['forms of every field', renderPage(base, formsPage, { formToken: (id) => `token-${id}` }).html],
  ['form that comes back', renderPage(base, formsPage, { formToken: (id) => `token-${id}`, sentForm }).html],
  ['thanks', renderThanks(base, undefined).html],
  ['not found', renderNotFound(illustrated).html],
  ['not found, in German', renderNotFound(german).html],
  ['coming soon', renderComingSoon(base).html],
  ['gone', renderGone(base).html],
  ['unknown host', renderUnknownHost().html],
];

/** Style, and rules that the renderer breaks on purpose. */
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // Lists without markers lose their role in Safari.
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
    // No section can have a name that begins so.
    'valid-id': ['error', { relaxed: true }],
    'long-title': 'off',
    'doctype-style': 'off',
    'void-style': ['error', { style: 'selfclosing' }],
    'no-trailing-whitespace': 'off',
    // Telephone numbers are shown as their owners write them.
    'tel-non-breaking': 'off',
    // The menu stands in the page for wide and for narrow screens; one of the two is shown.
    'unique-landmark': 'off',
  },
});

describe('the HTML of sites', () => {
  it.each(documents)('is valid: %s', (_name, html) => {
    const { results } = validator.validateStringSync(html);
    const messages = results.flatMap((result) =>
      result.messages.map(
        ({ ruleId, message, line }) => `${ruleId}: ${message} (${html.split('\n')[line - 1]})`,
      ),
    );
    expect(messages).toEqual([]);
  });
});
