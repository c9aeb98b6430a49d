import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLOR_FAMILIES, type Palette, toneOf } from './palette';

/** The compiler copies no pictures: they are read where they are written, from `src` as from `dist`. */
const FOLDER = join(__dirname, '..', '..', 'src', 'illustrations', 'svg');

const sources = new Map<string, string>();

/** The picture as drawn, with a placeholder such as `{{brand-40}}` for every colour. Read once a process. */
export function svgSource(name: string): string {
  const known = sources.get(name);
  if (known !== undefined) return known;
  const source = readFileSync(join(FOLDER, `${name}.svg`), 'utf8').trim();
  sources.set(name, source);
  return source;
}

/** The picture in the colours of a palette. Throws where a placeholder names no colour: a fault of the picture. */
export function inColors(source: string, palette: Palette): string {
  return source.replace(/\{\{([^}]*)\}\}/g, (placeholder, role: string) => {
    const [name, tone] = role.split('-');
    const family = COLOR_FAMILIES.find((known) => known === name);
    if (!family || !/^\d{1,3}$/.test(tone ?? '')) throw new Error(`No colour is named ${placeholder}`);
    return toneOf(palette, family, Number(tone));
  });
}
