import { languageOf } from '../markup/words';
import { type FormField } from '../section-types/contact-form/form-fields';

/** From this score on a submission is kept apart as spam. */
export const SPAM_THRESHOLD = 50;

/** What a score is made from. */
export interface SpamFacts {
  /** Whether the field that people do not see was filled in. */
  readonly isTrapped: boolean;
  readonly fields: readonly FormField[];
  readonly answers: Readonly<Record<string, string>>;
  /** BCP 47, of the site. */
  readonly locale: string | undefined;
  /** How often the same words have come to the tenant within the last day. */
  readonly repetitions: number;
}

/**
 * How much a submission looks like spam, 0 to 100. The points add up; nothing is rejected by them, and the owner has
 * the last word:
 * - the hidden field is filled in: 100
 * - each link but the first: 20, at most 60
 * - markup for links (HTML, BBCode): 50
 * - a link where one line is asked for, such as a name: 30
 * - long text that has come before within a day: 30 each time, at most 60
 * - text that is mostly in another script than the site's language: 30
 */
export function spamScoreOf(facts: SpamFacts): number {
  if (facts.isTrapped) return 100;
  const lines = answersTo(facts, ['text', 'phone']);
  const text = answersTo(facts, ['text', 'textarea']).join('\n');
  const links = text.match(LINK)?.length ?? 0;
  const points = [
    Math.min(Math.max(links - 1, 0) * 20, 60),
    LINK_MARKUP.test(text) ? 50 : 0,
    lines.some((line) => line.search(LINK) >= 0) ? 30 : 0,
    text.length >= MIN_REPEATED_CHARACTERS ? Math.min(facts.repetitions * 30, 60) : 0,
    isInOtherScript(text, facts.locale) ? 30 : 0,
  ];
  return Math.min(
    points.reduce((sum, each) => sum + each, 0),
    100,
  );
}

const LINK = /https?:\/\/|\bwww\./gi;
const LINK_MARKUP = /<a\s[^>]*href|\[(?:url|link)[=\]]/i;
/** Many people write the same few words, and nothing else where a form asks for a choice. */
const MIN_REPEATED_CHARACTERS = 30;
/** Of fewer letters it cannot be told. */
const MIN_LETTERS = 20;

function answersTo({ fields, answers }: SpamFacts, types: readonly FormField['type'][]): string[] {
  return fields.filter(({ type }) => types.includes(type)).flatMap(({ name }) => answers[name] ?? []);
}

function isInOtherScript(text: string, locale: string | undefined): boolean {
  const own = lettersOf(locale);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (!own || letters < MIN_LETTERS) return false;
  return (text.match(own)?.length ?? 0) < letters / 2;
}

/** Undefined for languages that are written in several scripts, such as Japanese. */
function lettersOf(locale: string | undefined): RegExp | undefined {
  const { script } = new Intl.Locale(languageOf({ locale })).maximize();
  try {
    return new RegExp(`\\p{Script=${script ?? ''}}`, 'gu');
  } catch {
    return undefined;
  }
}
