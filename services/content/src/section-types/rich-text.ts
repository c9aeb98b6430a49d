import sanitizeHtml from 'sanitize-html';
import { type Html, trusted } from '../markup/html';
import { isLink } from '../markup/links';

/** The markup that rich text may hold; all else is dropped, its text kept (of scripts and styles not even that). */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'strong', 'em', 'u', 's', 'a', 'ul', 'ol', 'li', 'h3', 'h4', 'blockquote', 'code'],
  allowedAttributes: { a: ['href', 'rel'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  enforceHtmlBoundary: false,
  nestingLimit: 50,
  transformTags: {
    b: 'strong',
    i: 'em',
    a: (_tag, given) => {
      const href = given['href']?.trim() ?? '';
      return { tagName: 'a', attribs: isLink(href) ? { href, rel: 'noopener' } : {} };
    },
  },
};

/**
 * Rich text with nothing left in it but the allowed markup. Cleaning what is clean changes nothing: elements that
 * may not stand in each other (`<p><p>`) are read otherwise the next time, so cleaning goes on until it is done.
 */
export function cleanRichText(text: string): string {
  let before = text;
  let clean = sanitizeHtml(text, ALLOWED);
  for (let round = 0; clean !== before && clean.includes('<') && round < 8; round += 1) {
    before = clean;
    clean = sanitizeHtml(before, ALLOWED);
  }
  return clean;
}

/** Rich text as markup. Where its section has no heading, its own headings move up a level to leave no gap. */
export function renderRichText(text: string, options: { under: 'h1' | 'h2' }): Html {
  const clean = cleanRichText(text);
  if (options.under === 'h2') return trusted(clean);
  return trusted(clean.replace(/<(\/?)h([34])>/g, (_tag, slash, level) => `<${slash}h${Number(level) - 1}>`));
}
