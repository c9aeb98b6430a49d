import { isPlain } from './sentences';

/** What the built-in rules can be asked for. */
export type Step =
  | {
      readonly name:
        | 'shorter'
        | 'longer'
        | 'friendlier'
        | 'moreFormal'
        | 'tidy'
        | 'nameBusiness'
        | 'namePlace'
        | 'nameContact'
        | 'nameHours';
    }
  | { readonly name: 'replace'; readonly from: string; readonly to: string }
  | { readonly name: 'setHeading'; readonly to: string };

/** For those whose instruction was not understood. */
export const KNOWN_INSTRUCTIONS =
  'make it shorter or longer, friendlier or more formal (English texts), tidy it up, mention the business, its city, how to reach it or its opening hours, replace "this" with "that", set the heading to "…"';

const QUOTED = `["“”„«»']([^"“”„«»']{1,300})["“”„«»']`;
const REPLACE = new RegExp(
  `\\b(?:replace|change|swap|ersetze)\\s+${QUOTED}\\s+(?:with|by|to|for|durch)\\s+${QUOTED}`,
  'iu',
);
const SET_HEADING = new RegExp(
  `\\b(?:set|change|make)\\s+(?:the\\s+)?(?:heading|headline|title)\\s+(?:to\\s+|say\\s+|into\\s+)?${QUOTED}`,
  'iu',
);

/** In the languages of the fixed words; in order, as a text that is added is not shortened afterwards. */
const PATTERNS: readonly (readonly [Exclude<Step['name'], 'replace' | 'setHeading'>, RegExp])[] = [
  [
    'tidy',
    /\b(?:tidy|clean(?:ed)?[ -]?up|proofread|white ?space|capitali[sz]ation|capitals|typos?|punctuation|aufräumen|leerzeichen|corrige|corriger|correggi|popraw)\b/iu,
  ],
  [
    'shorter',
    /\b(?:short(?:er|en)?|brief(?:er)?|concise|condense|trim|cut (?:it )?down|less (?:text|words|wordy)|kürze[rn]?|knapper|plus court\w*|raccourci\w*|más cort\w+|acorta\w*|più brev\w*|più cort\w*|accorcia\w*|korter|inkorten|krócej|skróć|mais curt\w+|encurt\w+)(?!\p{L})/iu,
  ],
  [
    'friendlier',
    /\b(?:friendl(?:y|ier)|warm(?:er)?|casual|welcoming|approachable|conversational|personable|informal|less formal|relaxed)\b/iu,
  ],
  ['moreFormal', /\b(?:(?<!less )(?<!in)formal(?:ly)?|professional(?:ly)?|businesslike|serious)\b/iu],
  [
    'nameBusiness',
    /\b(?:mention|include|add|name|use|say)\b[^.!?]{0,40}\b(?:our name|(?:business|company|brand|shop)(?:['’]s)?(?: name)?)(?!\p{L}| hours)/iu,
  ],
  [
    'namePlace',
    /\b(?:mention|include|add|name|use|say)\b[^.!?]{0,40}\b(?:city|cities|town|location|where we are|place)\b/iu,
  ],
  [
    'nameContact',
    /\b(?:mention|include|add|name|use|say)\b[^.!?]{0,40}\b(?:(?:tele)?phone(?: number)?|number|e-?mail(?: address)?|how to reach us|contact details)(?!\p{L})/iu,
  ],
  [
    'nameHours',
    /\b(?:mention|include|add|name|use|say)\b[^.!?]{0,40}\b(?:(?:opening|business) hours|opening times|when we are open)(?!\p{L})/iu,
  ],
  [
    'longer',
    /\b(?:longer|lengthen|expand|elaborate|more (?:detail(?:s|ed)?|text|information|facts)|länger|ausführlicher|plus long\w*|más larg\w+|più lung\w+|langer|uitgebreider|dłuż\p{L}+|mais long\w+)(?!\p{L})/iu,
  ],
];

/** Shortly before a word, it says that this is not wanted. */
const NEGATED =
  /\b(?:not|n['’]t|no|never|without|avoid|stop|nicht|kein\w*|pas|sin|senza|niet|nie|não)\s+(?:\S+\s+){0,2}$/iu;

/** The steps that an instruction asks for, by words alone; none where it asks for nothing that the rules know. */
export function stepsOf(instruction: string): Step[] {
  const [, from, to] = REPLACE.exec(instruction) ?? [];
  const [, heading] = SET_HEADING.exec(instruction) ?? [];
  const rest = instruction.replace(REPLACE, ' ').replace(SET_HEADING, ' ');
  const named = PATTERNS.filter(([, pattern]) => {
    const found = pattern.exec(rest);
    return found !== null && !NEGATED.test(rest.slice(0, found.index));
  }).map(([name]): Step => ({ name }));
  return [
    ...(from !== undefined && to !== undefined && isPlain(to)
      ? [{ name: 'replace', from, to } as const]
      : []),
    ...(heading !== undefined && isPlain(heading) ? [{ name: 'setHeading', to: heading } as const] : []),
    ...named,
  ];
}
