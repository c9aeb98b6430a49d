import {
  createFontFiles,
  findFontFamily,
  FONT_FAMILIES,
  type FontFamily,
  fontFileName,
  type Subset,
} from '@siteninja/fonts';
import { type Font } from 'fontkit';
import { LRUCache } from 'lru-cache';

const SUBSETS: readonly Subset[] = ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese'];
/** Has every subset. */
const FALLBACK_FAMILY = 'inter';
/** A parsed font takes some 200 KB. */
const MAX_PARSED_FONTS = 24;

/** The fonts that a text is drawn with: of each character the first that has it. */
export type FontChain = (codePoint: number) => Promise<Font | undefined>;

export interface OutlineFonts {
  /** @param name as branding names it; a font that we do not deliver gives way to one of ours */
  chain(name: string, weight: number): FontChain;
}

/** Reads the files of libs/fonts as outlines. Files are read, and libraries loaded, when a text needs them. */
export function createOutlineFonts(): OutlineFonts {
  const files = createFontFiles();
  const parsed = new LRUCache<string, Promise<Font | undefined>>({ max: MAX_PARSED_FONTS });
  const fontOf = (family: FontFamily, subset: Subset, weight: number): Promise<Font | undefined> => {
    const bounded = Math.min(Math.max(weight, family.minWeight), family.maxWeight);
    const key = `${family.id} ${subset} ${String(bounded)}`;
    const known = parsed.get(key);
    if (known) return known;
    const reading = parseFont(files.read(fontFileName(family, subset) ?? ''), bounded);
    parsed.set(key, reading);
    reading.catch(() => parsed.delete(key));
    return reading;
  };
  return {
    chain: (name, weight) => {
      const own = findFontFamily(name);
      const fallback = FONT_FAMILIES.find(({ id }) => id === FALLBACK_FAMILY);
      const families = [own, fallback].filter((family) => family !== undefined);
      return async (codePoint) => {
        for (const family of families) {
          for (const subset of SUBSETS) {
            const font = await fontOf(family, subset, weight);
            if (font?.hasGlyphForCodePoint(codePoint)) return font;
          }
        }
        return undefined;
      };
    },
  };
}

/** The files are variable fonts in WOFF2, of which fontkit can set no weight before they are unpacked. */
async function parseFont(file: Promise<Buffer | undefined>, weight: number): Promise<Font | undefined> {
  const packed = await file;
  if (!packed) return undefined;
  const [{ create }, { decompress }] = await Promise.all([import('fontkit'), import('wawoff2')]);
  const font = create(Buffer.from(await decompress(packed)));
  return 'getVariation' in font ? font.getVariation({ wght: weight }) : undefined;
}
