import { DEFAULT_BRANDING } from '@siteninja/contracts';
import sharp from 'sharp';
import { iconContent, socialContent, socialPictureHref } from '../rendering/made-pictures';
import { createPictures } from './pictures';

const pictures = createPictures();
const siteOf = (businessName: string, branding = {}) => ({
  tenant: { id: 'x', name: businessName, businessName, businessHours: {} },
  branding: { ...DEFAULT_BRANDING, ...branding },
  origin: 'https://joes.example',
});
const socialOf = (title: string, businessName = 'Joe', branding = {}) =>
  socialContent(siteOf(businessName, branding), { path: '/page', title });

describe('the social picture of a page', () => {
  it.each([
    ['German', 'Über uns: Süßes aus Gößweinstein', 'Bäckerei Größmann & Söhne'],
    ['Polish, longer than there is room for', 'Źródło świeżości '.repeat(30), 'Zakład Świętosław Żółć'],
    ['Cyrillic', 'Ремонт автомобилей', 'Мастерская Щукина'],
    ['one endless word', 'x'.repeat(5_000), 'W'.repeat(255)],
    ['emoji alone', '🍕🍝👩‍👩‍👧', '🍕'],
    ['a script that no font has', '水道修理', '東京水道'],
    ['markup', '</svg><script>alert(1)</script>', '"><image href="http://evil.example/x"/>'],
  ])('is 1200 × 630 pixels and shows something, where the words are %s', async (_what, title, business) => {
    const png = await pictures.socialPicture(socialOf(title, business));
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1_200, height: 630 });
    // The left half, where nothing but words and the monogram are.
    const words = await sharp(png).extract({ left: 80, top: 80, width: 500, height: 500 }).stats();
    expect(words.channels.some(({ stdev }) => stdev > 5)).toBe(true);
    expect(png.length).toBeLessThan(300_000);
  });

  it('is the same for the same words, also when made by another process', async () => {
    const content = socialOf('Emergency plumbing');
    expect(await createPictures().socialPicture(content)).toEqual(await pictures.socialPicture(content));
  });

  it('is set in the fonts of the brand', async () => {
    const [sans, serif] = await Promise.all(
      ['Inter, sans-serif', 'Playfair Display, serif'].map((headingFontFamily) =>
        pictures.socialPicture(socialOf('Emergency', 'Joe', { headingFontFamily })),
      ),
    );
    expect(sans?.equals(serif ?? Buffer.alloc(0))).toBe(false);
  });

  it('has another address when its words or colours are others', () => {
    const page = { path: '/page', title: 'Page' };
    const addresses = [
      socialPictureHref(siteOf('Joe'), page),
      socialPictureHref(siteOf('Jane'), page),
      socialPictureHref(siteOf('Joe'), { ...page, title: 'Other' }),
      socialPictureHref(siteOf('Joe', { primaryColor: '#065f46' }), page),
    ];
    expect(new Set(addresses).size).toBe(4);
  });
});

describe('the icons of a site', () => {
  it('are a PNG of 180 pixels for telephones, and an ICO for browsers', async () => {
    const content = iconContent(siteOf('Smith and Jones'));
    expect(await sharp(await pictures.touchIcon(content)).metadata()).toMatchObject({
      format: 'png',
      width: 180,
      height: 180,
    });
    const ico = await pictures.tabIcon(content);
    expect([...ico.subarray(0, 8)]).toEqual([0, 0, 1, 0, 1, 0, 48, 48]);
    const offset = ico.readUInt32LE(18);
    expect(ico.readUInt32LE(14)).toBe(ico.length - offset);
    expect(await sharp(ico.subarray(offset)).metadata()).toMatchObject({ format: 'png', width: 48 });
  });
});
