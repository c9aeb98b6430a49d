import { createHash } from 'node:crypto';
import {
  createFontFiles,
  findFontFamily,
  FONT_CHOICES,
  FONT_FAMILIES,
  FONT_FILES,
  type FontFamily,
  fontFaces,
  fontFileName,
  fontStackOf,
} from './index';

/** All names that a branding could have before fonts were delivered. */
const FORMER_CHOICES = [
  ...['Inter', 'Roboto', 'Open Sans', 'Lato', 'Montserrat', 'Poppins', 'Nunito', 'Raleway', 'Work Sans'],
  ...['DM Sans', 'Source Sans Pro', 'Oswald', 'Arial', 'Helvetica', 'Verdana', 'Tahoma', 'Trebuchet MS'],
  'system-ui',
].map((name) => `${name}, sans-serif`);
const FORMER_SERIFS = [
  ...['Georgia', 'Times New Roman', 'Merriweather', 'Lora', 'PT Serif', 'Source Serif Pro'],
  ...['Libre Baskerville', 'EB Garamond', 'Cormorant Garamond', 'Playfair Display', 'Roboto Slab'],
].map((name) => `${name}, serif`);

function family(name: string): FontFamily {
  const found = findFontFamily(name);
  if (!found) throw new Error(`${name} is not delivered`);
  return found;
}

describe('the delivered fonts', () => {
  it('every file is there, and its name ends in the hash of its bytes', async () => {
    const files = createFontFiles();
    for (const name of FONT_FILES) {
      const bytes = (await files.read(name)) ?? Buffer.alloc(0);
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
      expect(name).toMatch(new RegExp(`^[a-z0-9-]+-${hash}\\.woff2$`));
      expect(bytes.subarray(0, 4).toString('latin1')).toBe('wOF2');
    }
    expect(FONT_FILES.length).toBeGreaterThan(2 * FONT_FAMILIES.length);
  });

  it('a name that no file has is nothing, whatever it would be as a path', async () => {
    const files = createFontFiles();
    for (const name of [
      '',
      'inter-latin-000000000000.woff2',
      '../package.json',
      '/etc/passwd',
      '__proto__',
    ]) {
      expect([name, await files.read(name)]).toEqual([name, undefined]);
    }
  });

  it('a file is read once', async () => {
    const files = createFontFiles();
    const name = FONT_FILES[0] ?? '';
    const [first, second] = await Promise.all([files.read(name), files.read(name)]);
    expect(first).toBe(second);
    expect(await files.read(name)).toBe(first);
  });

  it('every family has Latin letters, those of Central Europe too, and weights for text and headings', () => {
    for (const { name, hashes, minWeight, maxWeight } of FONT_FAMILIES) {
      expect([name, Object.keys(hashes)]).toEqual([name, expect.arrayContaining(['latin', 'latin-ext'])]);
      expect([name, minWeight <= 400, maxWeight >= 700]).toEqual([name, true, true]);
    }
  });
});

describe('the choices of a branding', () => {
  it('are the delivered families and every name that could be chosen before, each once', () => {
    expect(FONT_CHOICES).toEqual(expect.arrayContaining([...FORMER_CHOICES, ...FORMER_SERIFS]));
    expect(FONT_CHOICES).toEqual(
      expect.arrayContaining(FONT_FAMILIES.map((f) => `${f.name}, ${f.category}`)),
    );
    expect(new Set(FONT_CHOICES).size).toBe(FONT_CHOICES.length);
  });

  it('a font that is not delivered any more looks like the nearest family; installed ones are not delivered', () => {
    expect(family('Lato, sans-serif').name).toBe('Source Sans 3');
    expect(family('"Poppins"').name).toBe('Outfit');
    expect(family('PT Serif, serif').name).toBe('Source Serif 4');
    expect(family('source serif pro').name).toBe('Source Serif 4');
    for (const name of ['Arial, sans-serif', 'Georgia, serif', 'system-ui', "'; } body {", '']) {
      expect([name, findFontFamily(name)]).toEqual([name, undefined]);
    }
  });
});

describe('the faces of a family', () => {
  it('name the file of each subset, swap, and say for which letters each is fetched', () => {
    const inter = family('Inter');
    const css = fontFaces(inter, ['latin', 'latin-ext']);
    const delivered = css.match(/@font-face\{[^}]*woff2[^}]*\}/g) ?? [];
    expect(delivered).toHaveLength(2);
    expect(delivered[0]).toContain(`url(/_sn/fonts/${fontFileName(inter, 'latin') ?? '-'})`);
    expect(delivered[0]).toContain('font-display:swap');
    expect(delivered[0]).toContain('font-weight:100 900');
    expect(delivered[0]).toContain('unicode-range:U+0000-00FF,');
    expect(delivered[1]).toContain('unicode-range:U+0100-02BA,');
    expect(fontFaces(family('Outfit'), ['greek'])).not.toContain('woff2');
  });

  it('fallbacks have the width and the line of the family, in regular and in bold', () => {
    const css = fontFaces(family('Inter'), ['latin']);
    // 0.47754 of the em in Inter, 0.4458 in Arial; Inter's ascent is 0.96875.
    expect(css).toContain(
      "@font-face{font-family:'Inter Arial';font-weight:1 599;" +
        "src:local('Arial'),local('ArialMT'),local('LiberationSans'),local('Arimo-Regular');" +
        'size-adjust:107.12%;ascent-override:90.44%;descent-override:22.52%;line-gap-override:0%}',
    );
    expect(css).toContain(
      "@font-face{font-family:'Inter Arial';font-weight:600 1000;src:local('Arial Bold'),",
    );
    expect(fontStackOf(family('Inter'))).toBe("'Inter','Inter Arial','Inter Roboto',sans-serif");
    expect(fontStackOf(family('Lora'))).toBe("'Lora','Lora Georgia','Lora Noto Serif','Lora Times',serif");
  });
});
