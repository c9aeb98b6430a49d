import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import sharp from 'sharp';
import { ILLUSTRATIONS } from './catalogue';
import { illustrationById, illustrationByName, illustrationNames, renderIllustration } from './illustrations';
import { paletteOf, type PictureBranding, toneOf } from './palette';
import { inColors, svgSource } from './svg-source';

const BRANDINGS: Record<string, PictureBranding> = {
  blue: { primaryColor: '#1D4ED8', secondaryColor: '#3B82F6', accentColor: '#F59E0B' },
  'pale yellow': { primaryColor: '#FDE68A', secondaryColor: '#0EA5E9', accentColor: '#EF4444' },
  'near black': { primaryColor: '#0A0A0A', secondaryColor: '#8B7355', accentColor: '#C9A227' },
};
const [BLUE] = Object.values(BRANDINGS);
if (!BLUE) throw new Error('no branding');

const ALLOWED_TAGS =
  /^(svg|defs|g|path|rect|circle|ellipse|linearGradient|radialGradient|stop|clipPath|pattern|mask|filter|fe[A-Z]\w+)$/;

interface Read {
  tags: string[];
  ids: string[];
  refs: string[];
  values: string[];
  root: Record<string, string>;
}

/** What the tests ask of a picture. That it is well-formed XML is sharp's to say: librsvg refuses what is not. */
function read(svg: string): Read {
  const found: Read = { tags: [], ids: [], refs: [], values: [], root: {} };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (found.tags.length === 0) found.root = attributes;
        found.tags.push(name);
        for (const [key, value] of Object.entries(attributes)) {
          if (key === 'id') found.ids.push(value);
          if (key !== 'xmlns') found.values.push(`${key}=${value}`);
          found.refs.push(...[...value.matchAll(/url\(([^)]*)\)/g)].map(([, target]) => target ?? ''));
        }
      },
    },
    { xmlMode: true },
  );
  parser.end(svg);
  return found;
}

describe('pictures of the product', () => {
  it('every drawing is in the catalogue and every entry has a drawing', () => {
    const folder = join(__dirname, 'svg');
    const drawn = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.svg'))
      .map((file) => file.replaceAll('\\', '/').replace(/\.svg$/, ''));
    expect([...illustrationNames].sort()).toEqual(drawn.sort());
    expect(existsSync(folder)).toBe(true);
  });

  it('names and ids are unique, and lead to the picture', () => {
    expect(new Set(ILLUSTRATIONS.map(({ id }) => id)).size).toBe(ILLUSTRATIONS.length);
    expect(illustrationNames).toHaveLength(ILLUSTRATIONS.length);
    for (const illustration of ILLUSTRATIONS) {
      expect(illustrationById(illustration.id)).toBe(illustration);
      expect(illustrationByName(illustration.name)).toBe(illustration);
      expect(illustration.name.startsWith(`${illustration.group}/`)).toBe(true);
      expect(illustration.alt.length).toBeGreaterThan(10);
    }
  });

  it('no two drawings use the same id, so that they can stand in one document', () => {
    const ids = illustrationNames.flatMap((name) => read(svgSource(name)).ids);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('an unknown name or colour is an error', () => {
    expect(() => renderIllustration('plumbing/none', BLUE)).toThrow('No illustration');
    expect(() => inColors('<svg fill="{{mauve-40}}"/>', paletteOf(BLUE))).toThrow('{{mauve-40}}');
    expect(illustrationById('plumbing/none')).toBeUndefined();
  });

  describe.each(ILLUSTRATIONS.map((illustration) => [illustration.name, illustration] as const))(
    '%s',
    (name, { width, height }) => {
      const svg = renderIllustration(name, BLUE);
      const found = read(svg);

      it('is a whole SVG of its size, at most 25 KB', () => {
        expect(found.root).toMatchObject({
          xmlns: 'http://www.w3.org/2000/svg',
          viewBox: `0 0 ${width} ${height}`,
          width: String(width),
          height: String(height),
        });
        expect(Buffer.byteLength(svg)).toBeLessThanOrEqual(25 * 1024);
      });

      it('holds drawing alone: no script, no handler, no reference outside itself', () => {
        expect(found.tags.filter((tag) => !ALLOWED_TAGS.test(tag))).toEqual([]);
        expect(
          found.values.filter((value) => /^on|href|javascript:|https?:|\{\{|\}\}|NaN/i.test(value)),
        ).toEqual([]);
        expect(found.refs.filter((ref) => !found.ids.includes(ref.replace('#', '')))).toEqual([]);
      });

      it.each(Object.entries(BRANDINGS))(
        'can be seen in the colours of a %s brand',
        async (_brand, branding) => {
          // Drawn small: filters cost by the pixel.
          const small = renderIllustration(name, branding).replace(
            /width="\d+" height="\d+"/,
            `width="120" height="${Math.round((120 * height) / width)}"`,
          );
          const { channels } = await sharp(Buffer.from(small)).stats();
          // More than one flat colour.
          expect(Math.max(...channels.slice(0, 3).map(({ stdev }) => stdev))).toBeGreaterThan(4);
        },
      );
    },
  );
});

describe('palette of a brand', () => {
  it('a tone is as light in every brand', () => {
    for (const tone of [20, 50, 80]) {
      const greys = Object.values(BRANDINGS).map((branding) => {
        const hex = toneOf(paletteOf(branding), 'brand', tone);
        const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
          Number.parseInt(hex.slice(at, at + 2), 16),
        );
        return 0.3 * red + 0.59 * green + 0.11 * blue;
      });
      expect(Math.max(...greys) - Math.min(...greys)).toBeLessThan(30);
    }
  });

  it('0 is black and 100 white in every family', () => {
    const palette = paletteOf(BLUE);
    expect(toneOf(palette, 'brand', 0)).toBe('#000000');
    expect(toneOf(palette, 'skin', 100)).toBe('#ffffff');
  });

  it('skin has the same colour in every brand', () => {
    const skins = Object.values(BRANDINGS).map((branding) => toneOf(paletteOf(branding), 'skin', 60));
    expect(new Set(skins).size).toBe(1);
  });
});
