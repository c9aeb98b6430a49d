import { LRUCache } from 'lru-cache';
import sanitizeHtml from 'sanitize-html';
import { type Html, trusted } from '../../markup/html';
import { type ReadRichText, readRichText } from './rich-text-reader';

export const RICH_TEXT_TAGS = 'p br strong em u s sup sub a ul ol li h3 h4 blockquote code'.split(' ');

/** The library has the last word on what may run: whatever the reader writes passes it unchanged. */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: RICH_TEXT_TAGS,
  allowedAttributes: { a: ['href', 'rel'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  enforceHtmlBoundary: false,
};

/** Characters. */
const MAX_KNOWN = 1024 * 1024;

/** A page is written back with all of its texts, of which most are as they were; and each is read again to be shown. */
const known = new LRUCache<string, ReadRichText>({
  maxSize: MAX_KNOWN,
  sizeCalculation: ({ markup }, text) => text.length + markup.length + 1,
});

/**
 * What rich text keeps of markup from any editor: what it means, with a boundary wherever the source had one. Other
 * elements are dropped and their text kept, except that of scripts and styles. Idempotent.
 */
export function readAndSanitize(text: string): ReadRichText {
  const before = known.get(text);
  if (before) return before;
  const read = readAnew(text);
  known.set(text, read);
  return read;
}

function readAnew(text: string): ReadRichText {
  if (!hasMarkup(text)) {
    const read = readRichText(withBreaks(text));
    return { ...read, markup: sanitize(read.markup) };
  }
  const { markup, ...read } = readRichText(text);
  // A line break in markup is a space, and without the markup would be taken for a boundary.
  return { ...read, markup: sanitize(hasMarkup(markup) ? markup : markup.replace(/\s*\n\s*/g, ' ')) };
}

export function cleanRichText(text: string): string {
  return readAndSanitize(text).markup;
}

function hasMarkup(text: string): boolean {
  return /<[a-z!/?]/i.test(text);
}

function sanitize(markup: string): string {
  return sanitizeHtml(markup, ALLOWED);
}

/** Text without any markup has its boundaries in its line breaks. */
function withBreaks(text: string): string {
  const paragraphs = text.replace(/^\n+|\s+$/g, '').split(/\n[ \t]*\n\s*/);
  const broken = paragraphs.map((paragraph) => paragraph.replaceAll('\n', '<br />'));
  if (broken.length > 1) return broken.map((paragraph) => `<p>${paragraph}</p>`).join('');
  return paragraphs[0]?.includes('\n') ? broken.join('') : text;
}

/** Rich text as markup. Under the page's h1 its headings move up a level, so that no level is left out. */
export function renderRichText(text: string, options: { under: 'h1' | 'h2' }): Html {
  const clean = cleanRichText(text);
  if (options.under === 'h2') return trusted(clean);
  return trusted(clean.replace(/<(\/?)h([34])>/g, (_tag, slash, level) => `<${slash}h${Number(level) - 1}>`));
}
