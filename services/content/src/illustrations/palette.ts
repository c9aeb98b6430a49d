import { type SiteBranding } from '../markup/site';
import { hexOf, type Tint, tintOf, turned } from './oklch';

/** The colours of a brand that pictures follow. */
export type PictureBranding = Pick<SiteBranding, 'primaryColor' | 'secondaryColor' | 'accentColor'>;

/**
 * What the placeholders of a picture may name. The first four come from the branding; the others are colours of
 * things, a little moved towards the brand so that a picture keeps one light.
 */
export const COLOR_FAMILIES = [
  'brand',
  'second',
  'accent',
  'neutral',
  'sky',
  'wood',
  'brick',
  'leaf',
  'copper',
  'glow',
  'tomato',
  'skin',
] as const;

export type ColorFamily = (typeof COLOR_FAMILIES)[number];

export type Palette = Readonly<Record<ColorFamily, Tint>>;

/** Beyond it large areas glare. */
const MOST_CHROMA = 0.125;

const THINGS = {
  sky: { hue: 235, chroma: 0.06, share: 0.3 },
  wood: { hue: 62, chroma: 0.07, share: 0.06 },
  brick: { hue: 38, chroma: 0.1, share: 0.06 },
  leaf: { hue: 143, chroma: 0.085, share: 0.06 },
  copper: { hue: 50, chroma: 0.105, share: 0 },
  glow: { hue: 78, chroma: 0.13, share: 0.05 },
  tomato: { hue: 30, chroma: 0.17, share: 0 },
} as const;

/** The palette of a brand. A colour that cannot be read counts as grey. */
export function paletteOf(branding: PictureBranding): Palette {
  const brand = brandTint(branding.primaryColor);
  const thing = ({ hue, chroma, share }: (typeof THINGS)[keyof typeof THINGS]): Tint => ({
    hue: brand.chroma === 0 ? hue : turned(hue, brand.hue, share),
    chroma,
  });
  return {
    brand,
    second: brandTint(branding.secondaryColor),
    accent: brandTint(branding.accentColor),
    neutral: { hue: brand.hue, chroma: Math.min(brand.chroma, 0.014) },
    sky: thing(THINGS.sky),
    wood: thing(THINGS.wood),
    brick: thing(THINGS.brick),
    leaf: thing(THINGS.leaf),
    copper: thing(THINGS.copper),
    glow: thing(THINGS.glow),
    tomato: thing(THINGS.tomato),
    // Skin stays as it is, whatever the brand.
    skin: { hue: 55, chroma: 0.075 },
  };
}

function brandTint(color: string): Tint {
  const tint = tintOf(/^#[0-9a-f]{6}$/i.test(color) ? color : '#808080');
  return { ...tint, chroma: Math.min(tint.chroma, MOST_CHROMA) };
}

/**
 * A tone of a family, 0 (black) to 100 (white), as `#rrggbb`. A tone is as light in every palette: light and shade of
 * a picture stay right whether the brand is a pale yellow or a navy.
 */
export function toneOf(palette: Palette, family: ColorFamily, tone: number): string {
  const { hue, chroma } = palette[family];
  // Towards black and white colour fades, as it does under real light.
  const room = Math.min(1, (100 - tone) / 30, tone / 38);
  return hexOf(tone / 100, { hue: shadeHue(hue, tone), chroma: chroma * room });
}

/** Yellow in the shade is a warm brown; at its own hue it would be a sickly olive. */
function shadeHue(hue: number, tone: number): number {
  if (hue < 60 || hue > 118 || tone >= 72) return hue;
  return turned(hue, 58, Math.min(1, (72 - tone) / 34));
}
