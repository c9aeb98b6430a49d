import { type BlockTag, type Mark } from './rich-text-writer';

/** Elements that emphasise, and what they are in rich text. */
const MARKS = new Map<string, Mark['tag']>([
  ['b', 'strong'],
  ['strong', 'strong'],
  ['i', 'em'],
  ['em', 'em'],
  ['cite', 'em'],
  ['dfn', 'em'],
  ['var', 'em'],
  ['u', 'u'],
  ['ins', 'u'],
  ['s', 's'],
  ['strike', 's'],
  ['del', 's'],
  ['code', 'code'],
  ['kbd', 'code'],
  ['samp', 'code'],
  ['tt', 'code'],
  ['sup', 'sup'],
  ['sub', 'sub'],
]);

/** What an element's `style` says of the meaning of its text; the rest is looks. */
export interface Styles {
  readonly display: string | undefined;
  readonly isBold: boolean | undefined;
  readonly isItalic: boolean | undefined;
  readonly decoration: string;
  readonly verticalAlign: string | undefined;
  readonly isPreformatted: boolean | undefined;
  /** Word: the paragraph is an item of this list. */
  readonly wordList: { readonly id: string; readonly level: number } | undefined;
  /** Word: the bullet or number of a list, as text. */
  readonly isWordMarker: boolean;
}

export function stylesOf(style = ''): Styles {
  const values = new Map(
    style
      .toLowerCase()
      .split(';')
      .map((rule) => {
        const [name = '', ...value] = rule.split(':');
        return [name.trim(), value.join(':').trim()] as const;
      }),
  );
  const list = values.get('mso-list') ?? '';
  const [, id, level] = /^(l\d+) level(\d+)/.exec(list) ?? [];
  const whiteSpace = values.get('white-space');
  return {
    display: values.get('mso-hide') === 'all' ? 'none' : values.get('display'),
    isBold: isBold(values.get('font-weight')),
    isItalic: isItalic(values.get('font-style')),
    decoration: `${values.get('text-decoration') ?? ''} ${values.get('text-decoration-line') ?? ''}`,
    verticalAlign: values.get('vertical-align'),
    isPreformatted: whiteSpace === undefined ? undefined : /^(pre|break-spaces)/.test(whiteSpace),
    wordList: id === undefined ? undefined : { id, level: Math.max(1, Number(level)) },
    isWordMarker: list === 'ignore',
  };
}

function isBold(weight: string | undefined): boolean | undefined {
  if (weight === undefined || weight === 'inherit') return undefined;
  return /^bold/.test(weight) || Number.parseInt(weight, 10) >= 600;
}

function isItalic(style: string | undefined): boolean | undefined {
  return style === undefined || style === 'inherit' ? undefined : /^(italic|oblique)/.test(style);
}

/**
 * What the element itself means. Google Docs wraps everything it copies in a `b` of normal weight, so that an
 * element counts only as far as its style does not take its meaning back.
 */
export function inlineMark(name: string, styles: Styles): Mark['tag'] | undefined {
  const tag = MARKS.get(name);
  if (tag === 'strong' && styles.isBold === false) return undefined;
  if (tag === 'em' && styles.isItalic === false) return undefined;
  if ((tag === 'u' || tag === 's') && styles.decoration.includes('none')) return undefined;
  return tag;
}

/** The emphasis of an element's text, after its style. */
export function styleMarks(
  marks: readonly Mark[],
  styles: Styles,
  { block, isBlock }: { block: BlockTag | undefined; isBlock: boolean },
): readonly Mark[] {
  const isHeading = block === 'h3' || block === 'h4';
  const isLink = marks.some(({ tag }) => tag === 'a');
  const wanted = new Map<Mark['tag'], boolean | undefined>([
    // Headings are bold, and links are underlined, by themselves.
    ['strong', styles.isBold && isHeading ? undefined : styles.isBold],
    ['em', styles.isItalic],
    ['u', (styles.decoration.includes('underline') && !isLink) || undefined],
    ['s', styles.decoration.includes('line-through') || undefined],
    ['sup', (styles.verticalAlign === 'super' && !isBlock) || undefined],
    ['sub', (styles.verticalAlign === 'sub' && !isBlock) || undefined],
  ]);
  const kept = marks.filter(({ tag }) => wanted.get(tag) !== false);
  const added = [...wanted].flatMap(([tag, isWanted]) =>
    isWanted && !kept.some((mark) => mark.tag === tag) ? [{ tag }] : [],
  );
  return added.length === 0 && kept.length === marks.length ? marks : [...kept, ...added];
}
