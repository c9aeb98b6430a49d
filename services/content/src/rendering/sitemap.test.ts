import { renderRobots, renderSitemap } from './sitemap';

describe('the sitemap', () => {
  it('the sitemap lists indexable canonical pages in a fixed order', () => {
    const origin = 'https://joes.example';
    const pages = [
      { path: '/services', publishedAt: '2026-01-02T03:04:05.000Z' },
      { path: '/', canonicalUrl: 'https://joes.example/' },
      { path: '/hidden', noIndex: true },
      { path: '/copy', canonicalUrl: 'https://elsewhere.example/original' },
    ];
    expect(renderSitemap(origin, pages)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' +
        '  <url><loc>https://joes.example/</loc></url>\n' +
        '  <url><loc>https://joes.example/services</loc><lastmod>2026-01-02T03:04:05.000Z</lastmod></url>\n' +
        '</urlset>\n',
    );
  });

  it('paths in the sitemap are escaped for XML', () => {
    expect(renderSitemap('https://x.example', [{ path: '/a&b' }])).toContain('/a&amp;b<');
  });
});

describe('robots.txt', () => {
  it('robots.txt names the sitemap', () => {
    expect(renderRobots('https://joes.example')).toContain('Sitemap: https://joes.example/sitemap.xml\n');
  });
});
