import { attributes, html, type HtmlValue, jsonForScript, trusted } from './html';

describe('html', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`" onmouseover="alert(1)`, '&quot; onmouseover=&quot;alert(1)'],
    [`' autofocus onfocus='alert(1)`, '&#39; autofocus onfocus=&#39;alert(1)'],
    ['`onclick=x`', '&#96;onclick=x&#96;'],
    ['&lt;img src=x onerror=alert(1)&gt;', '&amp;lt;img src=x onerror=alert(1)&amp;gt;'],
    ['</title><svg onload=alert(1)>', '&lt;/title&gt;&lt;svg onload=alert(1)&gt;'],
  ])('escapes %s', (hostile, escaped) => {
    expect(html`<p title="${hostile}">${hostile}</p>`.toString()).toBe(
      `<p title="${escaped}">${escaped}</p>`,
    );
  });

  it('escapes once, whatever is nested in what', () => {
    const inner = html`<b>${'<'}</b>`;
    expect(html`<p>${[inner, '&', 7]}</p>`.toString()).toBe('<p><b>&lt;</b>&amp;7</p>');
  });

  it('leaves nothing for absent values', () => {
    expect(html`<p>${undefined}${null}${false}${[]}</p>`.toString()).toBe('<p></p>');
  });

  it('takes markup from our own code only: an object that came from JSON is not Html', () => {
    const forged: HtmlValue = JSON.parse('["<img src=x onerror=alert(1)>"]');
    expect(html`${forged}`.toString()).toBe('&lt;img src=x onerror=alert(1)&gt;');
    expect(html`${trusted('<br>')}`.toString()).toBe('<br>');
  });

  it('refuses a value in an attribute without quotes', () => {
    expect(() => html`<a href=${'x'}></a>`).toThrow('quotes');
  });
});

describe('attributes', () => {
  it('quotes and escapes the present ones', () => {
    expect(attributes({ href: '/"><script>', width: 3, rel: undefined }).toString()).toBe(
      ' href="/&quot;&gt;&lt;script&gt;" width="3"',
    );
  });

  it.each(['onclick', 'style', 'a b', 'x"y', 'ON'])('refuses the name %s', (name) => {
    expect(() => attributes({ [name]: 'x' })).toThrow(name);
  });
});

describe('jsonForScript', () => {
  it('cannot end its element, and parses to the same', () => {
    const data = { text: '</script><!--<script>&\u2028\u2029' };
    const json = jsonForScript(data).toString();
    expect(json).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(json)).toEqual(data);
  });
});
