import { composeMail, nameInMail } from './compose';

describe('a letter', () => {
  it('says the same as plain text and as HTML, with its link in both', () => {
    const { text, html } = composeMail({
      locale: 'de-AT',
      subject: 'Betreff',
      paragraphs: ['Guten Tag', 'Bis bald'],
      action: { label: 'Öffnen', url: 'https://app.example/reset?token=a&b=c' },
    });
    expect(text).toBe('Guten Tag\n\nÖffnen:\nhttps://app.example/reset?token=a&b=c\n\nBis bald\n');
    expect(html).toContain('<html lang="de-AT">');
    expect(html).toContain('href="https://app.example/reset?token=a&amp;b=c"');
    for (const words of ['Guten Tag', 'Öffnen', 'Bis bald']) expect(html).toContain(words);
  });

  it('shows markup as text, and loads nothing', () => {
    const { html } = composeMail({
      locale: 'en',
      subject: '</title><script>',
      paragraphs: ['<img src="https://evil.example/x">'],
    });
    expect(html).not.toMatch(/<(img|script|link)|url\(/);
  });

  it.each(['evil.example', 'https://evil.example/x', 'win at evil.example now', 'eve@evil.example'])(
    'quotes a name so that no mail program makes a link of it: %j',
    (name) => {
      expect(nameInMail(name)).not.toMatch(/\w[.:@/]+\w/);
      expect(nameInMail(name).replaceAll('\u2060', '')).toBe(name);
    },
  );

  it('quotes a name on one line and in 60 characters', () => {
    expect(nameInMail('Joe & Sons Ltd.\r\nBuy now')).toBe('Joe & Sons Ltd. Buy now');
    expect([...nameInMail('🚢'.repeat(100))]).toHaveLength(60);
  });
});
