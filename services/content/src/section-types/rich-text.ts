import sanitizeHtml from 'sanitize-html';
import { type Html, trusted } from '../markup/html';
import { isLink } from '../markup/links';

/** The markup allowed in rich text. Other elements are dropped and their text kept, except that of scripts and styles. */
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
 * Removes everything but the allowed markup. Idempotent: elements that may not be nested (`<p><p>`) are parsed
 * differently the next time, so cleaning repeats until nothing changes.
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

/** Rich text as markup. Under the page's h1 its headings move up a level, so that no level is left out. */
export function renderRichText(text: string, options: { under: 'h1' | 'h2' }): Html {
  const clean = cleanRichText(text);
  if (options.under === 'h2') return trusted(clean);
  return trusted(clean.replace(/<(\/?)h([34])>/g, (_tag, slash, level) => `<${slash}h${Number(level) - 1}>`));
}
