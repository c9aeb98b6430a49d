import { FONT_FAMILIES, type FontFamily } from './families';

/**
 * Fonts that were on offer before families were delivered and are not free to deliver: sites that chose one get the
 * family that looks most like it.
 */
const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['Source Sans Pro, sans-serif', 'Source Sans 3'],
  ['Lato, sans-serif', 'Source Sans 3'],
  ['Poppins, sans-serif', 'Outfit'],
  ['Source Serif Pro, serif', 'Source Serif 4'],
  ['PT Serif, serif', 'Source Serif 4'],
]);

/** Fonts that visitors have, or have something like: nothing is delivered. */
const INSTALLED = [
  'Arial, sans-serif',
  'Helvetica, sans-serif',
  'Verdana, sans-serif',
  'Tahoma, sans-serif',
  'Trebuchet MS, sans-serif',
  'system-ui, sans-serif',
  'Georgia, serif',
  'Times New Roman, serif',
] as const;

/** What a branding may name, as CSS lists: the delivered families first, then the installed and the former ones. */
export const FONT_CHOICES: readonly string[] = [
  ...FONT_FAMILIES.map(({ name, category }) => `${name}, ${category}`),
  ...INSTALLED,
  ...SUCCESSORS.keys(),
];

const byName: ReadonlyMap<string, FontFamily> = new Map([
  ...FONT_FAMILIES.map((family) => [family.name.toLowerCase(), family] as const),
  ...[...SUCCESSORS].flatMap(([former, successor]) =>
    FONT_FAMILIES.filter(({ name }) => name === successor).map(
      (family) => [firstNameOf(former), family] as const,
    ),
  ),
]);

/** The family that is delivered for a font, by its name or a CSS list (`Inter, sans-serif`); none for installed ones. */
export function findFontFamily(font: string): FontFamily | undefined {
  return byName.get(firstNameOf(font));
}

/** The first font of a CSS list, without quotes, in small letters. */
export function firstNameOf(font: string): string {
  const [first = ''] = font.split(',');
  return first
    .trim()
    .replace(/^['"]|['"]$/g, '')
    .toLowerCase();
}
