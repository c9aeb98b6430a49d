import { attributes, html, type HtmlValue, jsonForScript, trusted } from './html';

describe('the html template', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`" onmouseover="alert(1)`, '&quot; onmouseover=&quot;alert(1)'],
    [`' autofocus onfocus='alert(1)`, '&#39; autofocus onfocus=&#39;alert(1)'],
    ['`onclick=x`', '&#96;onclick=x&#96;'],
    ['&lt;img src=x onerror=alert(1)&gt;', '&amp;lt;img src=x onerror=alert(1)&amp;gt;'],
    ['</title><svg onload=alert(1)>', '&lt;/title&gt;&lt;svg onload=alert(1)&gt;'],
  ])('a template escapes %s in elements and attributes', (hostile, escaped) => {
    expect(html`<p title="${hostile}">${hostile}</p>`.toString()).toBe(
      `<p title="${escaped}">${escaped}</p>`,
    );
  });

  it('nested templates and lists are escaped once', () => {
    const inner = html`<b>${'<'}</b>`;
    expect(html`<p>${[inner, '&', 7]}</p>`.toString()).toBe('<p><b>&lt;</b>&amp;7</p>');
  });

  it('absent values leave nothing in a template', () => {
    expect(html`<p>${undefined}${null}${false}${[]}</p>`.toString()).toBe('<p></p>');
  });

  it('a value from JSON never passes as markup', () => {
    const forged: HtmlValue = JSON.parse('["<img src=x onerror=alert(1)>"]');
    expect(html`${forged}`.toString()).toBe('&lt;img src=x onerror=alert(1)&gt;');
    expect(html`${trusted('<br>')}`.toString()).toBe('<br>');
  });

  it('a value in an unquoted attribute is refused', () => {
    expect(() => html`<a href=${'x'}></a>`).toThrow('quotes');
  });
});

describe('rendered attributes', () => {
  it('present attributes are quoted and escaped, absent ones left out', () => {
    expect(attributes({ href: '/"><script>', width: 3, rel: undefined }).toString()).toBe(
      ' href="/&quot;&gt;&lt;script&gt;" width="3"',
    );
  });

  it.each(['onclick', 'style', 'a b', 'x"y', 'ON'])('an attribute named %s is refused', (name) => {
    expect(() => attributes({ [name]: 'x' })).toThrow(name);
  });
});

describe('JSON in a script element', () => {
  it('JSON in a script element cannot end it and parses to the same value', () => {
    const data = { text: '</script><!--<script>&\u2028\u2029' };
    const json = jsonForScript(data).toString();
    expect(json).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(json)).toEqual(data);
  });
});
