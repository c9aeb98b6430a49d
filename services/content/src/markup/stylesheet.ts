import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The compiler copies no stylesheets: they are read where they are written, from `src` as from `dist`. */
const SOURCES = join(__dirname, '..', '..', 'src');

/** A stylesheet as pages carry it. @param path in `src`: `section-types/hero/hero.css` */
export function stylesheet(path: string): string {
  return compact(readFileSync(join(SOURCES, path), 'utf8'));
}

/** CSS in one line, without comments and the white space that means nothing. Its texts (`content`) hold none. */
export function compact(css: string): string {
  return css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .trim();
}
