import { readableOn } from './color';

/** One letter may be larger than two: two of the widest, WW, still keep their distance from the edge. */
const ONE = { size: 19, baseline: 22.5 };
const TWO = { size: 13, baseline: 20.7 };

/**
 * The icon of a site without a favicon: the initials of the business on its colour, as the address of an SVG.
 * @param color in hexadecimal, as hexColor returns it
 */
export function monogramIcon(businessName: string, color: string): string {
  const letters = initialsOf(businessName);
  const { size, baseline } = letters.length === 1 ? ONE : TWO;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${color}"/>` +
    `<text x="16" y="${String(baseline)}" font-family="sans-serif" font-size="${String(size)}" font-weight="700" ` +
    `text-anchor="middle" fill="${readableOn(color)}">${letters.join('')}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/**
 * At most two letters or digits, and so nothing that would have to be escaped. Small words between the names are
 * passed over, as people do: `Smith and Jones` is SJ. Scripts without capitals have no initials: one character.
 */
export function initialsOf(businessName: string): string[] {
  const [first, ...others] = businessName.normalize('NFC').split(/\s+/).flatMap(firstCharacter);
  if (first === undefined) return [];
  const second = others.find((character) => !isSmall(character)) ?? others[0];
  if (second === undefined || !isInitial(first) || !isInitial(second)) return [capital(first)];
  return [capital(first), capital(second)];
}

function firstCharacter(word: string): string[] {
  const character = /[\p{Letter}\p{Number}]/u.exec(word)?.[0];
  return character === undefined ? [] : [character];
}

const isSmall = (character: string): boolean => character !== character.toUpperCase();
const isInitial = (character: string): boolean =>
  /\p{Number}/u.test(character) || character.toLowerCase() !== character.toUpperCase();

/** Some small letters have two capitals (ß, SS), of which the first is enough. */
const capital = (character: string): string => Array.from(character.toUpperCase())[0] ?? character;
