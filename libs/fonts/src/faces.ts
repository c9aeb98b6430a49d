import { type FontFamily, type Subset, type Widths } from './families';
import figures from './figures.json';

/** Where every host of a site has its fonts. */
export const FONTS_PATH = '/_sn/fonts/';

/** @returns `inter-latin-1a2b3c4d5e6f.woff2`; undefined where the family has no such part */
export function fontFileName({ id, hashes }: FontFamily, subset: Subset): string | undefined {
  const hash = hashes[subset];
  return hash && `${id}-${subset}-${hash}.woff2`;
}

/**
 * The @font-face rules of a family: those subsets of the named ones that it has, and fallbacks under names of their
 * own. The family itself is shown as soon as it is there (`swap`); until then a fallback takes the same room.
 */
export function fontFaces(family: FontFamily, subsets: readonly Subset[]): string {
  const delivered = subsets.map((subset) => {
    const file = fontFileName(family, subset);
    return file === undefined
      ? ''
      : face({
          'font-family': `'${family.name}'`,
          'font-weight': `${String(family.minWeight)} ${String(family.maxWeight)}`,
          'font-display': 'swap',
          src: `url(${FONTS_PATH}${file}) format('woff2')`,
          'unicode-range': figures.ranges[subset],
        });
  });
  return [...delivered, ...FALLBACKS[family.category].map((font) => fallbackFaces(family, font))].join('');
}

/** What `font-family` says for a family that `fontFaces` has declared. */
export function fontStackOf(family: FontFamily): string {
  const fallbacks = FALLBACKS[family.category].map((font) => `'${fallbackName(family, font)}'`);
  return [`'${family.name}'`, ...fallbacks, family.category].join(',');
}

/** An installed font by its full and PostScript names, and by those of fonts made to the same measures. */
interface InstalledFont {
  readonly name: string;
  readonly widths: Widths;
  readonly regular: readonly string[];
  readonly bold: readonly string[];
}

/** In the order in which they are looked for: Windows and macOS, Android, and Linux under the first one's name. */
const FALLBACKS: Readonly<Record<FontFamily['category'], readonly InstalledFont[]>> = {
  'sans-serif': [
    {
      name: 'Arial',
      widths: figures.installedWidths.arial,
      regular: ['Arial', 'ArialMT', 'LiberationSans', 'Arimo-Regular'],
      bold: ['Arial Bold', 'Arial-BoldMT', 'LiberationSans-Bold', 'Arimo-Bold'],
    },
    {
      name: 'Roboto',
      widths: figures.installedWidths.roboto,
      regular: ['Roboto', 'Roboto-Regular'],
      bold: ['Roboto Bold', 'Roboto-Bold'],
    },
  ],
  serif: [
    {
      name: 'Georgia',
      widths: figures.installedWidths.georgia,
      regular: ['Georgia', 'Gelasio-Regular'],
      bold: ['Georgia Bold', 'Georgia-Bold', 'Gelasio-Bold'],
    },
    {
      name: 'Noto Serif',
      widths: figures.installedWidths.notoSerif,
      regular: ['Noto Serif', 'NotoSerif-Regular'],
      bold: ['Noto Serif Bold', 'NotoSerif-Bold'],
    },
    {
      name: 'Times',
      widths: figures.installedWidths.timesNewRoman,
      regular: ['Times New Roman', 'TimesNewRomanPSMT', 'LiberationSerif', 'Tinos-Regular'],
      bold: ['Times New Roman Bold', 'TimesNewRomanPS-BoldMT', 'LiberationSerif-Bold', 'Tinos-Bold'],
    },
  ],
};

/** From this weight on browsers show an installed font in its bold. */
const MIN_BOLD_WEIGHT = 600;

const fallbackName = (family: FontFamily, font: InstalledFont): string => `${family.name} ${font.name}`;

/**
 * An installed font, scaled to the average width of the family's letters and given its line, for regular and bold:
 * one factor cannot fit both. Percentages of the line are of the scaled size (CSS Fonts 5, size-adjust).
 */
function fallbackFaces(family: FontFamily, font: InstalledFont): string {
  const weights = { regular: `1 ${String(MIN_BOLD_WEIGHT - 1)}`, bold: `${String(MIN_BOLD_WEIGHT)} 1000` };
  return (['regular', 'bold'] as const)
    .map((weight) => {
      const scale = family.widths[weight] / font.widths[weight];
      return face({
        'font-family': `'${fallbackName(family, font)}'`,
        'font-weight': weights[weight],
        src: font[weight].map((name) => `local('${name}')`).join(','),
        'size-adjust': percent(scale),
        'ascent-override': percent(family.ascent / scale),
        'descent-override': percent(family.descent / scale),
        'line-gap-override': percent(family.lineGap / scale),
      });
    })
    .join('');
}

function percent(share: number): string {
  return `${String(Math.round(share * 10_000) / 100)}%`;
}

function face(descriptors: Readonly<Record<string, string>>): string {
  const lines = Object.entries(descriptors).map(([name, value]) => `${name}:${value}`);
  return `@font-face{${lines.join(';')}}`;
}
