import {
  findFontFamily,
  firstNameOf,
  fontFaces,
  type FontFamily,
  fontFileName,
  FONTS_PATH,
  fontStackOf,
  type Subset,
} from '@siteninja/fonts';
import { type SiteBranding } from '../markup/site';

const SYSTEM = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const OLD_STYLE = "'Iowan Old Style', 'Palatino Linotype', 'URW Palladio L', P052, Georgia, serif";

/** Fonts that are not delivered, each with installed ones of a similar look behind it. */
const INSTALLED: ReadonlyMap<string, string> = new Map([
  ['system-ui', SYSTEM],
  ['arial', 'Arial, Helvetica, sans-serif'],
  ['helvetica', "Helvetica, 'Helvetica Neue', 'Arial Nova', 'Nimbus Sans', Arial, sans-serif"],
  ['verdana', 'Verdana, Geneva, sans-serif'],
  ['tahoma', 'Tahoma, Geneva, sans-serif'],
  ['trebuchet ms', "'Trebuchet MS', Calibri, sans-serif"],
  ['georgia', "Georgia, 'Times New Roman', serif"],
  ['times new roman', "'Times New Roman', Times, serif"],
]);

/** Languages in Latin letters, some of which are beyond those of Western Europe. */
const EXTENDED_LATIN = new Set(
  'az bs cs cy eo et haw hr hu kk ku lt lv mi mt pl ro sk sl sq sr tk tr uz yo'.split(' '),
);

export interface SiteFonts {
  /** What `font-family` says of text and of headings. */
  readonly body: string;
  readonly heading: string;
  /** The @font-face rules. */
  readonly faces: string;
  /** Addresses of the files that every page in this language needs. */
  readonly preloaded: readonly string[];
}

/**
 * The fonts of a site. A page fetches at most two files, whatever its text: either two families, in the letters of
 * Western Europe, or one family in these and in the further letters of the language. Where a language has further
 * letters (`pl`, `el`) headings are therefore set in the family of the text, or text in that of the headings where
 * only this one has them. A foreign name with such a letter on a page of two families takes that letter from the
 * fallback. Slanted text is slanted by the browser.
 */
export function siteFonts(branding: SiteBranding, language: string): SiteFonts {
  const further = furtherSubset(language);
  const text = findFontFamily(branding.fontFamily);
  const heading = findFontFamily(branding.headingFontFamily);
  const chosen = [text, heading].filter((family) => family !== undefined);
  const only = onlyFamily(chosen, further);
  const families = only ? [only] : chosen;
  const subsets = only ? [further ?? 'latin-ext'] : [];
  const needed = further === undefined ? [] : subsets;
  const stackOf = (family: FontFamily | undefined, font: string): string =>
    family ? fontStackOf(only ?? family) : installedStack(font);
  return {
    body: stackOf(text, branding.fontFamily),
    heading: stackOf(heading, branding.headingFontFamily),
    faces: families.map((family) => fontFaces(family, ['latin', ...subsets])).join(''),
    preloaded: families.flatMap((family) => addressesOf(family, ['latin', ...needed])),
  };
}

/** The one family of a page, where it has one or may have no more. */
function onlyFamily(chosen: readonly FontFamily[], further: Subset | undefined): FontFamily | undefined {
  if (new Set(chosen).size < 2) return chosen[0];
  return further && chosen.find(({ hashes }) => hashes[further] !== undefined);
}

function addressesOf(family: FontFamily, subsets: readonly Subset[]): string[] {
  const names = subsets.map((subset) => fontFileName(family, subset));
  return names.flatMap((name) => (name === undefined ? [] : [`${FONTS_PATH}${name}`]));
}

/** The letters that a language has besides those of Western Europe, as far as families are divided by them. */
function furtherSubset(language: string): Subset | undefined {
  const { language: name, script } = new Intl.Locale(language).maximize();
  if (script === 'Cyrl') return 'cyrillic';
  if (script === 'Grek') return 'greek';
  if (script !== 'Latn') return undefined;
  if (name === 'vi') return 'vietnamese';
  return EXTENDED_LATIN.has(name) ? 'latin-ext' : undefined;
}

/** Fonts that we do not know get the system's own. */
function installedStack(font: string): string {
  return INSTALLED.get(firstNameOf(font)) ?? (/,\s*serif\s*$/.test(font) ? OLD_STYLE : SYSTEM);
}
