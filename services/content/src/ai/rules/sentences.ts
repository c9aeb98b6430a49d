/** Without an address of the web: a proposal leads nowhere that its author has not chosen. */
export function isPlain(text: string): boolean {
  return !/\w+:\/\/|\/\/\w|www\.|javascript:/i.test(text);
}

/** Each in one line; those with an address of the web are left out. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|[\r\n]+/)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '' && isPlain(sentence));
}

/** Changes what stands between the tags of sanitised markup; in plain text all of it. */
export function mapWords(text: string, change: (words: string) => string): string {
  return text
    .split(/(<[^>]*>)/)
    .map((part) => (part.startsWith('<') ? part : change(part)))
    .join('');
}

/** The first half of the sentences, rounded up. Plain text, or one paragraph of markup. */
export function firstHalf(text: string): string {
  const ends = sentenceEnds(text);
  const kept = ends[Math.ceil(ends.length / 2) - 1];
  return kept === undefined || ends.length < 2 ? text : text.slice(0, kept).trimEnd();
}

const SENTENCE_END = /[.!?…]+["'”’»)\]]*(?=\s|$)/g;
/** A full stop behind one of these ends no sentence. */
const ABBREVIATED = /(?:^|\s)(?:\p{L}|Mrs?|Ms|Dr|St|No|Nr|Str|vs|etc|e\.g|i\.e|z\.B|ca|approx)\.$/u;

/** Where sentences end, outside of any element. A last one without a full stop ends with the text. */
function sentenceEnds(text: string): number[] {
  const ends: number[] = [];
  let depth = 0;
  let offset = 0;
  for (const part of text.split(/(<[^>]*>)/)) {
    if (part.startsWith('</')) depth -= 1;
    else if (part.startsWith('<') && !part.endsWith('/>')) depth += 1;
    else if (depth === 0) ends.push(...endsIn(part).map((end) => offset + end));
    offset += part.length;
  }
  const last = ends.at(-1) ?? 0;
  return text.slice(last).trim() === '' ? ends : [...ends, text.length];
}

function endsIn(words: string): number[] {
  return [...words.matchAll(SENTENCE_END)]
    .map(({ index, 0: end }) => index + end.length)
    .filter((end) => !ABBREVIATED.test(words.slice(0, end)));
}
