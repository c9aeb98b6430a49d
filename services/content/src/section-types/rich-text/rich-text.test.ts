import fc from 'fast-check';
import { isLink } from '../../markup/links';
import { HOSTILE_MARKUP } from '../hostile-test-support';
import { cleanRichText, readAndSanitize, renderRichText } from './rich-text';

const ELEMENT = /^<\/?(p|strong|em|u|s|sup|sub|a|ul|ol|li|h3|h4|blockquote|code)>$|^<br \/>$/;
const LINK = /^<a href="([^"<>]*)" rel="noopener">$/;

/** Throws at the first thing that rich text may not hold. Read strictly: every `<` must begin a known element. */
function mustBeClean(markup: string): void {
  for (const tag of markup.match(/<[^>]*>?/g) ?? []) {
    const href = LINK.exec(tag)?.[1]?.replaceAll('&amp;', '&');
    if (!ELEMENT.test(tag) && !(href !== undefined && isLink(href))) throw new Error(`${tag} in ${markup}`);
  }
}

describe('sanitised rich text', () => {
  it.each(HOSTILE_MARKUP)('sanitising leaves nothing executable of %j', (hostile) => {
    for (const text of [hostile, `<p>${hostile}</p>`, `<ul><li>${hostile}`, `<code>${hostile}</code>`]) {
      const clean = cleanRichText(text);
      mustBeClean(clean);
      expect(cleanRichText(clean)).toBe(clean);
    }
  });

  it('sanitising leaves nothing executable of random mixtures, and is idempotent', () => {
    const pieces = fc.oneof(
      fc.constantFrom(...HOSTILE_MARKUP, '<', '>', '"', "'", '&', '&lt;', '--', '<p', '</a', ']]>', '`'),
      fc.string({ maxLength: 12, unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
        const clean = cleanRichText(parts.join(''));
        mustBeClean(clean);
        return cleanRichText(clean) === clean;
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  it('sanitising keeps the allowed markup', () => {
    const text =
      '<h3>A</h3><p>b <strong>c</strong> <em>d</em> <u>e</u> <s>f</s> m<sup>2</sup> H<sub>2</sub>O <code>g</code><br /></p>' +
      '<ul><li>1</li></ul><ol><li>2</li></ol><blockquote>h</blockquote><h4>i</h4>';
    expect(cleanRichText(text)).toBe(text);
    expect(cleanRichText('<b>x</b><i>y</i>')).toBe('<strong>x</strong><em>y</em>');
  });

  it.each(['https://x.example/a?b=c', 'mailto:a@b.example', 'tel:+4420', '/contact', '#hours'])(
    'sanitising keeps a link to %s and adds rel="noopener"',
    (href) => {
      expect(cleanRichText(`<a href="${href}">x</a>`)).toBe(`<a href="${href}" rel="noopener">x</a>`);
    },
  );

  it('sanitising names a hostile link and keeps its text', () => {
    expect(readAndSanitize('<a href="javascript:alert(1)" onclick="x">read</a>')).toEqual({
      markup: 'read',
      refusedLinks: ['javascript:alert(1)'],
      isTooDeep: false,
    });
  });

  it('headings of rich text move up a level under the h1', () => {
    expect(renderRichText('<h3>a</h3><h4>b</h4>', { under: 'h1' }).toString()).toBe('<h2>a</h2><h3>b</h3>');
    expect(renderRichText('<h3>a</h3>', { under: 'h2' }).toString()).toBe('<h3>a</h3>');
  });
});
