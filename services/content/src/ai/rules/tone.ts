type Pair = readonly [from: string, to: string];

/** What is said in full, and its short form. English alone, as is all of this file. */
const CONTRACTIONS: readonly Pair[] = [
  ['we are', "we're"],
  ['you are', "you're"],
  ['they are', "they're"],
  ['I am', "I'm"],
  ['it is', "it's"],
  ['that is', "that's"],
  ['there is', "there's"],
  ['do not', "don't"],
  ['does not', "doesn't"],
  ['did not', "didn't"],
  ['is not', "isn't"],
  ['are not', "aren't"],
  ['was not', "wasn't"],
  ['were not', "weren't"],
  ['has not', "hasn't"],
  ['have not', "haven't"],
  ['cannot', "can't"],
  ['will not', "won't"],
  ['would not', "wouldn't"],
  ['should not', "shouldn't"],
  ['could not', "couldn't"],
  ['we will', "we'll"],
  ['you will', "you'll"],
  ['they will', "they'll"],
  ['it will', "it'll"],
];

const PLAIN_WORDS: readonly Pair[] = [
  ['do not hesitate to contact us', 'just get in touch'],
  ['contact us', 'get in touch'],
  ['purchase', 'buy'],
  ['assist you', 'help you'],
  ['assistance', 'help'],
  ['require', 'need'],
  ['utilise', 'use'],
  ['utilize', 'use'],
  ['commence', 'start'],
  ['prior to', 'before'],
  ['in addition', 'also'],
];

const FORMAL_WORDS: readonly Pair[] = [
  ['get in touch with us', 'contact us'],
  ['get in touch', 'contact us'],
  ['drop us a line', 'contact us'],
  ["let's", 'let us'],
  ['buy', 'purchase'],
  ['kids', 'children'],
  ['awesome', 'excellent'],
  ['super', 'very'],
  ['gonna', 'going to'],
  ['wanna', 'want to'],
];

/** Shortens what is said in full, and says in plain words what is said in stiff ones. */
export function friendlier(words: string): string {
  return exchangeAll(words, [...PLAIN_WORDS, ...CONTRACTIONS]);
}

/** Spells short forms out, replaces slang, and ends no sentence with an exclamation mark or an emoji. */
export function moreFormal(words: string): string {
  const calm = words.replace(/\s*\p{Extended_Pictographic}\uFE0F?/gu, '').replace(/!+/g, '.');
  const inFull = CONTRACTIONS.map(([full, short]): Pair => [short, full]);
  return exchangeAll(calm, [...FORMAL_WORDS, ...inFull]);
}

/** Words that can be left out without a loss. */
const FILLERS = ['really', 'very', 'quite', 'actually', 'basically', 'simply', 'truly', 'absolutely', 'just'];

export function withoutFillers(words: string): string {
  const fillers = new RegExp(`(?<=\\p{Ll}) (?:${FILLERS.join('|')})(?= \\p{Ll})`, 'gu');
  return exchangeAll(words.replace(fillers, ''), [['in order to', 'to']]);
}

function exchangeAll(words: string, pairs: readonly Pair[]): string {
  return pairs.reduce((text, [from, to]) => exchange(text, from, to), words);
}

/**
 * Whole words, a capital kept. `it is` at the end of a clause has no short form, and `it's been` is not `it is been`.
 */
function exchange(text: string, from: string, to: string): string {
  const written = from.replaceAll("'", "['’]").replaceAll(' ', '\\s+');
  const isVerb = / (?:is|are)$| am$|'(?:s|re|m)$/.test(from);
  const end = isVerb ? '(?=\\s+(?!been\\b|got\\b)\\p{L})' : "(?![\\p{L}\\p{N}’'-])";
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}’'-])${written}${end}`, 'giu');
  return text.replace(pattern, (found) => (/^\p{Lu}/u.test(found) ? capitalize(to) : to));
}

/** With its first letter in upper case. */
export function capitalize(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
