import { callers } from '@siteninja/testing';
import sharp from 'sharp';
import { brandingData, startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
});

const bytesOf = ({ body }: { body: string }) => Buffer.from(body, 'base64');
const tagOf = (html: string, pattern: RegExp) => pattern.exec(html)?.[1] ?? '';
const SOCIAL = /property="og:image" content="http:\/\/[^/"]+([^"]+)"/;
const TOUCH_ICON = /rel="apple-touch-icon" href="([^"]+)"/;

describe('a page without a picture of its own', () => {
  beforeEach(async () => {
    const page = { slug: 'about', title: 'About “us” & <you>', status: 'published' };
    await service.as(callers.admin(tenant.id)).post(`/tenants/${tenant.id}/pages`).send(page);
    await tenant.publish('home');
  });

  it('names one that is made for it, with its size and words, at an address that never changes', async () => {
    for (const path of ['/about', '/']) {
      const { body: html } = await tenant.visit(path);
      const href = tagOf(html, SOCIAL);
      expect(html).toContain('<meta property="og:image:width" content="1200" />');
      expect(html).toContain('<meta property="og:image:height" content="630" />');
      expect(html).toMatch(/property="og:image:alt" content="[^"]+"/);
      expect(html).toContain('<meta name="twitter:card" content="summary_large_image" />');
      const picture = await tenant.visit(href);
      expect(picture).toMatchObject({
        status: 200,
        headers: { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=31536000, immutable' },
      });
      expect(await sharp(bytesOf(picture)).metadata()).toMatchObject({ width: 1_200, height: 630 });
    }
  });

  it('has another one when the brand changes, which an old address shows too, but not for ever', async () => {
    const before = tagOf((await tenant.visit('/about')).body, SOCIAL);
    const old = await tenant.visit(before);
    await tenant.tell('branding.updated', 2, { ...brandingData(), primaryColor: '#065F46' });
    const after = tagOf((await tenant.visit('/about')).body, SOCIAL);
    expect(after).not.toBe(before);
    const shown = await tenant.visit(before);
    expect(shown.body).toBe((await tenant.visit(after)).body);
    expect(shown.body).not.toBe(old.body);
    expect(shown.headers['Cache-Control']).toBe('public, max-age=0, must-revalidate');
  });

  it('has none at made-up addresses of pages that are not live', async () => {
    for (const path of ['/_sn/social/aaaaaaaaaaaa/nowhere.png', '/_sn/social/about.png', '/_sn/social/']) {
      expect(await tenant.visit(path)).toMatchObject({ status: 404 });
    }
  });
});

describe('a site without an icon of its own', () => {
  it('has its initials as icon, where pages name it and where browsers look by themselves', async () => {
    await tenant.publish('home');
    const href = tagOf((await tenant.visit('/')).body, TOUCH_ICON);
    const named = await tenant.visit(href);
    expect(named.headers['Cache-Control']).toBe('public, max-age=31536000, immutable');
    expect(await sharp(bytesOf(named)).metadata()).toMatchObject({ format: 'png', width: 180, height: 180 });
    expect((await tenant.visit('/apple-touch-icon.png')).body).toBe(named.body);
    const tab = await tenant.visit('/favicon.ico');
    expect(tab.headers).toMatchObject({
      'Content-Type': 'image/x-icon',
      'Cache-Control': 'public, max-age=0, must-revalidate',
    });
    expect([...bytesOf(tab).subarray(0, 6)]).toEqual([0, 0, 1, 0, 1, 0]);
  });

  it('has them also before it is published', async () => {
    const href = tagOf((await tenant.visit('/')).body, TOUCH_ICON);
    expect(await tenant.visit(href)).toMatchObject({ status: 200, headers: { 'Content-Type': 'image/png' } });
  });
});
