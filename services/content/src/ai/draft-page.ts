import { escapeHtml } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { shorten } from '../markup/shorten';
import { wordsOf } from '../markup/words';
import { cleanContent } from '../section-types';
import { readySite } from '../sites/ready-site';
import { type ContentRequest } from './ai.schema';
import { charge } from './charge';
import { sentencesOf } from './rules/sentences';

const MAX_HEADING_LENGTH = 160;
const MAX_SUBHEADING_LENGTH = 400;
const MAX_BODY_LENGTH = 20_000;
const MAX_SLUG_LENGTH = 60;

/**
 * Composes the draft of a page from what the tenant says of itself and the prompt, which is only ever shown as text.
 * Writes nothing.
 * @throws unavailable, payment_required `ai.quota_exceeded`
 */
export async function draftPage(ctx: ContentCtx, { pageType, prompt }: ContentRequest) {
  const { facts } = await readySite(ctx);
  const words = wordsOf(facts);
  const slug = slugOf(pageType);
  const title = slug === 'contact' ? words.contact : slug === 'home' ? facts.businessName : pageType;
  const [first, ...rest] = sentencesOf(prompt ?? facts.description ?? '');
  const body = paragraphsOf(rest);
  const hero = {
    heading: shorten(
      slug === 'home' ? facts.businessName : `${title} · ${facts.businessName}`,
      MAX_HEADING_LENGTH,
    ),
    ...(first === undefined ? {} : { subheading: shorten(first, MAX_SUBHEADING_LENGTH) }),
    primaryAction: { label: words.writeToUs, href: '#contact' },
  };
  const sections = [
    section('hero', hero),
    ...(body === '' ? [] : [section('text', { body })]),
    section('hours', { heading: words.openingHours }),
    section('contact-form', { heading: words.contact }),
  ];
  return { page: { title, slug, sections }, credits: await charge(ctx, 'content', null) };
}

function section(type: string, content: Record<string, unknown>) {
  return { type, content: cleanContent(type, content) };
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

function slugOf(pageType: string): string {
  const plain = pageType.normalize('NFKD').toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-/, '');
  return words.slice(0, MAX_SLUG_LENGTH).replace(/-$/, '') || 'page';
}
