import fc from 'fast-check';
import { cleanRichText, readAndSanitize } from './rich-text';

const DOCS_LIST =
  '<b style="font-weight:normal;" id="docs-internal-guid-1"><ul><li dir="ltr" style="list-style-type:disc;font-weight:400"><p dir="ltr" role="presentation"><span style="font-weight:400;white-space:pre-wrap">one</span></p></li><ul><li dir="ltr"><p><span style="font-style:italic">two</span></p></li></ul></ul><br></b>';
const WORD_LIST =
  "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><style>p{margin:0}</style><p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>First<o:p></o:p></p>\r\n\r\n<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Nested</p>\n<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Second</p>\n<p class=MsoNormal>After<o:p></o:p></p>";

describe('rich text from another editor', () => {
  it.each([
    ['<div>We open at nine</div><div>Call us</div>', '<p>We open at nine</p><p>Call us</p>'],
    ['Line one<div>Line two</div><div>Line three</div>', '<p>Line one</p><p>Line two</p><p>Line three</p>'],
    ['<p>a</p><div><br></div><p>b</p>', '<p>a</p><p><br /></p><p>b</p>'],
    ['<div>a<div>b</div>c</div>', '<p>a</p><p>b</p><p>c</p>'],
    ['<section>a</section><article>b</article><address>c</address>', '<p>a</p><p>b</p><p>c</p>'],
    ['<figure>a<figcaption>b</figcaption></figure>', '<p>a</p><p>b</p>'],
    ['a<hr>b', '<p>a</p><p>b</p>'],
    ['<dl><dt>a</dt><dd>b</dd></dl>', '<p>a</p><p>b</p>'],
    ['<details><summary>a</summary>b</details>', '<p>a</p><p>b</p>'],
    ['<h1>a</h1><h2>b</h2><h5>c</h5><h6>d</h6>', '<h3>a</h3><h3>b</h3><h4>c</h4><h4>d</h4>'],
    [
      '<table><tr><td>Soup</td><td>5.00</td></tr><tr><td>Fish</td></tr></table>',
      '<p>Soup 5.00</p><p>Fish</p>',
    ],
    ['<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>', '<p>a</p><p>b</p>'],
    ['<ul><li>a<div>b</div></li></ul>', '<ul><li>a<p>b</p></li></ul>'],
    ['<li>a</li><li>b</li>', '<ul><li>a</li><li>b</li></ul>'],
    ['<blockquote>a<hr>b</blockquote>', '<blockquote>a<p>b</p></blockquote>'],
    ['<pre><code class="language-js">if (a)\n  b\n</code></pre>', '<p><code>if (a)<br />\u00a0 b</code></p>'],
  ])('keeps the boundaries of %s', (given, kept) => {
    expect(cleanRichText(given)).toBe(kept);
  });

  it('takes the line breaks of text without markup for its boundaries', () => {
    expect(cleanRichText('One.\n\nTwo,\nstill two.')).toBe('<p>One.</p><p>Two,<br />still two.</p>');
    expect(cleanRichText('a\nb')).toBe('a<br />b');
    expect(cleanRichText('just  words ')).toBe('just  words ');
  });

  it.each([
    [
      '<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:400">plain </span><span style="font-weight:700">bold</span></p></b>',
      '<p>plain <strong>bold</strong></p>',
    ],
    ['<b style="font-weight:normal">a</b><i style="font-style:normal">b</i>', 'ab'],
    ['<b>a<span style="font-weight:400">b</span></b>', '<strong>a</strong>b'],
    ['<span style="font-style:italic;text-decoration:line-through">a</span>', '<em><s>a</s></em>'],
    ['<span style="text-decoration:underline">a</span>', '<u>a</u>'],
    ['<span style="vertical-align:super;font-size:0.6em">2</span>', '<sup>2</sup>'],
    ['<del>a</del><ins>b</ins><strike>c</strike><kbd>d</kbd>', '<s>a</s><u>b</u><s>c</s><code>d</code>'],
    ['<q>a</q>', '“a”'],
    ['<span style="display:none">a</span>b', 'b'],
    ['<ul><li><input type="checkbox" checked> a</li></ul>', '<ul><li>☑ a</li></ul>'],
    ['<img class="emoji" alt="🎉"> a', '🎉 a'],
    [DOCS_LIST, '<ul><li><p>one</p><ul><li><p><em>two</em></p></li></ul></li></ul><p><br /></p>'],
    [WORD_LIST, '<ul><li>First<ol><li>Nested</li></ol></li><li>Second</li></ul>\n<p>After</p>'],
  ])('keeps the meaning of %s', (given, kept) => {
    expect(cleanRichText(given)).toBe(kept);
  });

  it.each([
    ['<b>a<p>b</p></b>c', '<p><strong>a</strong></p><p><strong>b</strong></p><p>c</p>'],
    [
      '<a href="/x"><h3>a</h3><p>b</p></a>',
      '<h3><a href="/x" rel="noopener">a</a></h3><p><a href="/x" rel="noopener">b</a></p>',
    ],
  ])('has no block inside inline markup: %s', (given, kept) => {
    expect(cleanRichText(given)).toBe(kept);
  });

  it("leaves the author's white space alone", () => {
    const text = '<p>a  b\u00a0\u00a0c\n\n   d</p>\n\n<p>e</p>';
    expect(cleanRichText(text)).toBe('<p>a  b\u00a0\u00a0c\n\n   d</p>\n<p>e</p>');
  });

  it('holds no control characters, also not by their entities', () => {
    expect(cleanRichText('<p>a&#8;b&#1;c\u0000d</p>')).toBe('<p>abcd</p>');
  });

  it.each([
    ["https://en.example/wiki/Bob's_Burgers", "https://en.example/wiki/Bob's_Burgers"],
    [' HTTPS://x.example/my file ', 'https://x.example/my%20file'],
    ["mailto:o'brien@field.example", "mailto:o'brien@field.example"],
    ['#_Toc1', '#_Toc1'],
  ])('keeps a link to %s', (given, kept) => {
    expect(readAndSanitize(`<a href="${given}">x</a>`)).toMatchObject({
      markup: `<a href="${kept}" rel="noopener">x</a>`,
      refusedLinks: [],
    });
  });

  it.each(['file:///C:/x.doc', 'data:text/html,x', '//x.example', 'https://x.example:99999'])(
    'drops no link silently: %s',
    (href) => {
      expect(readAndSanitize(`<p><a href="${href}">x</a></p>`).refusedLinks).toEqual([href]);
    },
  );

  it('is refused where it is nested more deeply than editors write', () => {
    expect(readAndSanitize('<b>'.repeat(80_000)).isTooDeep).toBe(true);
    expect(readAndSanitize('<div>'.repeat(150) + 'x').isTooDeep).toBe(false);
  });

  it('is the same when it is read again, whatever it is made of', () => {
    const part = fc.constantFrom(
      ...('p div ul ol li blockquote b a hr table td pre code h2 q sup br'
        .split(' ')
        .flatMap((tag) => [`<${tag}>`, `</${tag}>`]) satisfies string[]),
      ...[
        '<a href="/x">',
        '<span style="font-weight:bold">',
        '</span>',
        '<p style="mso-list:l0 level2 lfo1">',
      ],
      ...[
        '<span style="mso-list:Ignore">1.</span>',
        '<span style="white-space:pre-wrap">',
        '&nbsp;',
        '&amp;',
      ],
      ...['a', 'b\n', '\n', ' ', '  '],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const clean = cleanRichText(parts.join(''));
        return cleanRichText(clean) === clean && !/<(p|h3|ul)>[^<]*<(p|h3)>/.test(clean);
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });
});
