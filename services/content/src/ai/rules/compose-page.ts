import { escapeHtml } from '@siteninja/core';
import { shorten } from '../../markup/shorten';
import { wordsOf } from '../../markup/words';
import { cleanContent } from '../../section-types';
import { citiesOf, type Facts, hoursOf, phoneOf } from '../facts';
import { type DraftedPage, type PageBrief } from '../writer';
import { isPlain, sentencesOf } from './sentences';
import { capitalize } from './tone';

const MAX_HEADING_LENGTH = 160;
const MAX_SUBHEADING_LENGTH = 400;
const MAX_EYEBROW_LENGTH = 80;
const MAX_HIGHLIGHT_LENGTH = 60;
const MAX_BODY_LENGTH = 20_000;
const MAX_SLUG_LENGTH = 60;

/**
 * A page of the sentences of the prompt, or without one of the business's own description, with what is known of the
 * business: its industry, where it is, how it is reached and when it is open. Invents nothing, and shows all of it as text.
 */
export function composePage(
  facts: Facts,
  { pageType, prompt }: Pick<PageBrief, 'pageType' | 'prompt'>,
): DraftedPage {
  const { business, industry } = facts;
  const cities = citiesOf(facts);
  const hours = hoursOf(facts);
  const words = wordsOf(business);
  const slug = slugOf(pageType);
  const isContact = slug === 'contact';
  const title = isContact ? words.contact : slug === 'home' ? business.businessName : capitalize(pageType);
  const heading = slug === 'home' ? title : `${title} · ${business.businessName}`;
  const [first, ...rest] = sentencesOf(prompt ?? business.description ?? '');
  const body = paragraphsOf(rest);
  const label = [...(industry === null ? [] : [industry]), ...cities].join(' · ');
  const highlights = [phoneOf(facts), hours[0], facts.profile.priceRange]
    .filter((fact) => typeof fact === 'string')
    .filter((fact) => fact.length <= MAX_HIGHLIGHT_LENGTH && isPlain(fact));
  const hero = {
    ...(label === '' ? {} : { eyebrow: shorten(label, MAX_EYEBROW_LENGTH) }),
    heading: shorten(heading, MAX_HEADING_LENGTH),
    ...(first === undefined ? {} : { subheading: shorten(first, MAX_SUBHEADING_LENGTH) }),
    primaryAction: { label: words.writeToUs, href: '#contact' },
    ...(highlights.length > 0 ? { highlights } : {}),
  };
  const hasHours = hours.length > 0 || facts.places.some((place) => place.hours.length > 0);
  const sections = [
    section('hero', hero),
    ...(body === '' ? [] : [section('text', { body })]),
    ...(isContact && cities.length > 0 ? [section('map', { heading: business.businessName })] : []),
    ...(hasHours ? [section('hours', { heading: words.openingHours })] : []),
    section('contact-form', { heading: words.contact }, 'contact'),
  ];
  return { title, slug, sections };
}

/** Its `sectionId` is the anchor that the page's own links lead to. */
function section(type: string, content: Record<string, unknown>, sectionId = type) {
  return { sectionId, type, content: cleanContent(type, content) };
}

/** As many of the sentences as a text may have. */
function paragraphsOf(sentences: readonly string[]): string {
  let body = '';
  for (const sentence of sentences) {
    const paragraph = `<p>${escapeHtml(sentence)}</p>`;
    if (body.length + paragraph.length > MAX_BODY_LENGTH) break;
    body += paragraph;
  }
  return body;
}

export function slugOf(pageType: string): string {
  const plain = pageType.normalize('NFKD').toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-/, '');
  return words.slice(0, MAX_SLUG_LENGTH).replace(/-$/, '') || 'page';
}
