import figures from './figures.json';

/** The parts of a family, one file each, that browsers fetch by the letters that a text has. */
export type Subset = keyof typeof figures.ranges;

/** Measures are shares of the em. */
export interface FontFamily {
  /** As in the names of its package and files. */
  readonly id: string;
  readonly name: string;
  readonly category: 'sans-serif' | 'serif';
  readonly minWeight: number;
  readonly maxWeight: number;
  readonly ascent: number;
  readonly descent: number;
  readonly lineGap: number;
  /** The average of the letters of a text. */
  readonly widths: Widths;
  /** The first characters of the SHA-256 of each file. */
  readonly hashes: Readonly<Partial<Record<Subset, string>>>;
}

export interface Widths {
  readonly regular: number;
  readonly bold: number;
}

/** The families that are delivered to the visitors of sites, by name. Each is one variable font of all its weights. */
export const FONT_FAMILIES: readonly FontFamily[] = Object.entries(figures.families)
  .map(([id, { category, ...rest }]) => ({ id, ...rest, category: categoryFrom(category) }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'));

function categoryFrom(text: string): FontFamily['category'] {
  return text === 'serif' ? 'serif' : 'sans-serif';
}
