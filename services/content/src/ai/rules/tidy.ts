import { capitalize } from './tone';

/** Mends white space, repeated punctuation and shouting. @param names written as they are, such as the business's */
export function tidy(words: string, names: readonly string[]): string {
  const spaced = words
    .replace(/[ \t\u00A0]{2,}/g, ' ')
    .replace(/ +([,.;])(?=\s|$)/g, '$1')
    .replace(/([!?])[!?]+/g, '$1')
    .replace(/,{2,}/g, ',')
    .replace(/(?<=\p{L}{2}[.!?]\s)\p{Ll}/gu, (letter) => letter.toUpperCase());
  return isShouted(spaced) ? sentenceCase(spaced, names) : spaced;
}

const MIN_SHOUTED_LETTERS = 8;

function isShouted(words: string): boolean {
  const letters = words.match(/\p{L}/gu) ?? [];
  return letters.length >= MIN_SHOUTED_LETTERS && /\s/.test(words.trim()) && !/\p{Ll}/u.test(words);
}

function sentenceCase(words: string, names: readonly string[]): string {
  const lower = words.toLowerCase().replace(/(?<=^\s*|[.!?]\s+)\p{Ll}/gu, (letter) => letter.toUpperCase());
  return names.reduce(
    (text, name) =>
      text.replaceAll(capitalize(name.toLowerCase()), name).replaceAll(name.toLowerCase(), name),
    lower,
  );
}
