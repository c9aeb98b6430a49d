import { markdownOf } from './markdown';

const BASE = 'https://joes.example/services';
const markdown = (html: string) => markdownOf(html, BASE);

describe('Markdown of HTML', () => {
  it.each([
    [
      'headings and paragraphs',
      '<div><h2>What we do</h2><p>Pipes.\n  And taps.</p></div>',
      '## What we do\n\nPipes. And taps.\n',
    ],
    [
      'emphasis, with spaces outside of the marks',
      '<p>We are <strong>on time </strong>and <em>kind</em></p>',
      'We are **on time** and *kind*\n',
    ],
    ['line breaks', '<p>12 High Street<br>Hackney</p>', '12 High Street\\\nHackney\n'],
    [
      'links, absolute',
      '<p><a href="/contact">Write</a>, <a href="#team">us</a> or <a href="tel:+44207">call</a></p>',
      '[Write](https://joes.example/contact), [us](https://joes.example/services#team) or [call](tel:+44207)\n',
    ],
    [
      'pictures that say something',
      '<img src="/_sn/assets/a.webp" alt="Our van"><img src="/b.webp" alt="">',
      '![Our van](https://joes.example/_sn/assets/a.webp)\n',
    ],
    [
      'lists in lists',
      '<ul><li>One<ul><li>Two</li></ul></li><li>Three</li></ul>',
      '- One\n  - Two\n- Three\n',
    ],
    [
      'numbered lists',
      '<ol><li>Call</li><li><p>Wait</p><p>a day</p></li></ol>',
      '1. Call\n2. Wait\n\n   a day\n',
    ],
    [
      'lists of cards',
      '<ul><li><h3>On time</h3><p>Always.</p></li><li><h3>Clean</h3></li></ul>',
      '### On time\n\nAlways.\n\n### Clean\n',
    ],
    ['terms', '<dl><div><dt>Monday</dt><dd>9–17</dd></div></dl>', '- **Monday** 9–17\n'],
    [
      'tables',
      '<table><tr><th>Mon</th><td>9|17</td></tr></table>',
      '|  |  |\n| --- | --- |\n| Mon | 9\\|17 |\n',
    ],
    ['quotations', '<blockquote><p>Superb.</p><p>Twice.</p></blockquote>', '> Superb.\n>\n> Twice.\n'],
    ['questions that open', '<details><summary>When?</summary><p>Now.</p></details>', '### When?\n\nNow.\n'],
    [
      'nothing that only eyes see',
      '<p><svg><title>x</title></svg>Seen<span aria-hidden="true">JD</span></p>',
      'Seen\n',
    ],
  ])('keeps %s', (_, html, expected) => {
    expect(markdown(html)).toBe(expected);
  });

  it('lets no text of an author become markup', () => {
    expect(markdown('<p>*a* _b_ [c](d) `e` &lt;f&gt; &amp;lt; \\</p>')).toBe(
      '\\*a\\* \\_b\\_ \\[c\\](d) \\`e\\` \\<f> \\&lt; \\\\\n',
    );
    for (const start of ['# a', '- a', '+ a', '&gt; a', '---', '===']) {
      expect(markdown(`<p>${start}</p>`)).toMatch(/^\\/);
    }
    expect(markdown('<p>1987. A good year</p>')).toBe('1987\\. A good year\n');
    expect(markdown('<p><a href="/a_(b)">x</a></p>')).toBe('[x](https://joes.example/a_%28b%29)\n');
  });
});
