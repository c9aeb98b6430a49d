import { Parser } from 'htmlparser2';
import { mendLink } from '../../markup/links';
import { inlineMark, styleMarks, stylesOf, type Styles } from './rich-text-marks';
import { type BlockTag, type Container, type Mark, type Place, RichTextWriter } from './rich-text-writer';

/** Elements whose text is not meant for readers. */
const UNREAD = new Set(['script', 'style', 'textarea', 'option', 'title', 'xml']);

/** The blocks of rich text, and those that become one of them: nothing of theirs may touch what stands beside them. */
const BLOCKS = new Map<string, BlockTag>([
  ...(['h1', 'h2', 'h3'] as const).map((tag) => [tag, 'h3'] as const),
  ...(['h4', 'h5', 'h6'] as const).map((tag) => [tag, 'h4'] as const),
  ...(
    'address article aside body caption center dd details dialog div dl dt fieldset figcaption figure footer form ' +
    'header hgroup hr html legend main nav optgroup p pre search section select summary table tbody tfoot thead tr'
  )
    .split(' ')
    .map((tag) => [tag, 'p'] as const),
]);

const CONTAINERS = new Map<string, Container['tag']>([
  ['ul', 'ul'],
  ['menu', 'ul'],
  ['dir', 'ul'],
  ['ol', 'ol'],
  ['li', 'li'],
  ['blockquote', 'blockquote'],
]);

/** No document may hold them, and entities bring them past the check of the request. */
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/g;

const MAX_NESTED_CONTAINERS = 20;

/** An open element of the source. */
interface Frame extends Place {
  readonly isBlock: boolean;
  readonly isUnread: boolean;
  readonly isPreformatted: boolean;
  /** Written when the element ends. */
  readonly end: string;
  /** The list of items that stand here without one. */
  list?: Container;
  /** The lists that Word's paragraphs here make, from the outermost. */
  wordLists: { readonly id: string; readonly list: Container }[];
  /** The list whose numbers or bullets Word has written here as text. */
  readonly markerOf?: Container;
}

export interface ReadRichText {
  readonly markup: string;
  /** What links lead to that may not, as it was given. */
  readonly refusedLinks: readonly string[];
  /** Whether the end is missing, as elements are nested too deeply. */
  readonly isTooDeep: boolean;
}

/** Deeper markup than any editor writes is read no further: the parser's time grows with the square of the depth. */
const MAX_DEPTH = 200;

/** Reads markup of any editor as rich text: paragraphs, headings, lists and quotations with emphasis and links. */
export function readRichText(source: string): ReadRichText {
  const reader = new Reader();
  const parser = new Parser({
    onopentag: (name, attributes) => {
      reader.open(name, attributes);
      if (reader.isTooDeep) parser.pause();
    },
    onclosetag: () => reader.close(),
    ontext: (text) => reader.text(text),
  });
  parser.end(source);
  const { refusedLinks, isTooDeep } = reader;
  return { markup: reader.end(), refusedLinks, isTooDeep };
}

const ROOT: Omit<Frame, 'wordLists'> = {
  containers: [],
  block: undefined,
  marks: [],
  isBlock: false,
  isUnread: false,
  isPreformatted: false,
  end: '',
};

class Reader {
  readonly refusedLinks: string[] = [];
  isTooDeep = false;
  readonly #writer = new RichTextWriter();
  readonly #frames: Frame[] = [];
  #frame: Frame = { ...ROOT, wordLists: [] };
  /** Text since the last tag; the parser gives it in parts. */
  #text = '';

  text(text: string): void {
    this.#text += text;
  }

  open(name: string, attributes: Record<string, string>): void {
    this.#flush();
    const parent = this.#frame;
    this.#frames.push(parent);
    this.isTooDeep ||= this.#frames.length > MAX_DEPTH;
    const styles = stylesOf(attributes['style']);
    if (parent.isUnread || UNREAD.has(name) || styles.display === 'none') {
      this.#frame = { ...parent, isBlock: false, isUnread: true, end: '' };
      return;
    }
    const frame = this.#frameOf(name, styles, parent);
    if (frame.isBlock) this.#writer.endBlock();
    const marks = this.#marksOf(name, attributes, styles, frame);
    this.#frame = { ...frame, marks };
    this.#writeElement(name, attributes);
  }

  close(): void {
    this.#flush();
    const { end, isBlock, isUnread } = this.#frame;
    if (end !== '' && !isUnread) this.#writer.text(end, this.#place());
    if (isBlock) this.#writer.endBlock();
    this.#frame = this.#frames.pop() ?? this.#frame;
  }

  end(): string {
    this.#flush();
    return this.#writer.end();
  }

  /** Elements that are something to read by themselves. */
  #writeElement(name: string, attributes: Record<string, string>): void {
    const { alt = '', type, checked } = attributes;
    if (name === 'br') this.#writer.lineBreak(this.#place());
    if (name === 'td' || name === 'th') this.#writer.gap();
    if (name === 'q') this.#writer.text('“', this.#place());
    if (name === 'img' && /\p{Extended_Pictographic}/u.test(alt)) this.#writer.text(alt, this.#place());
    if (name === 'input' && type === 'checkbox') {
      this.#writer.text(checked === undefined ? '☐' : '☑', this.#place());
      this.#writer.gap();
    }
  }

  #frameOf(name: string, styles: Styles, parent: Frame): Frame {
    const isPreformatted = name === 'pre' || (styles.isPreformatted ?? parent.isPreformatted);
    const child = { ...parent, isBlock: false, isPreformatted, end: name === 'q' ? '”' : '', wordLists: [] };
    Reflect.deleteProperty(child, 'list');
    if (styles.isWordMarker) return { ...child, isUnread: true };
    const containers = containersOf(name, parent);
    if (containers) return { ...child, containers, block: undefined, isBlock: true };
    const block = BLOCKS.get(name);
    if (block === undefined) return child;
    if (styles.wordList) return { ...child, ...wordItem(parent, styles.wordList), isBlock: true };
    parent.wordLists = [];
    const isInHeading = parent.block === 'h3' || parent.block === 'h4';
    return { ...child, block: isInHeading ? parent.block : block, isBlock: true };
  }

  #marksOf(
    name: string,
    attributes: Record<string, string>,
    styles: Styles,
    { marks, block, isBlock }: Frame,
  ): readonly Mark[] {
    const href = name === 'a' ? (attributes['href']?.trim() ?? '') : '';
    if (href === '') return styleMarks(addMark(marks, inlineMark(name, styles)), styles, { block, isBlock });
    const link = mendLink(href);
    if (link === undefined) this.refusedLinks.push(href);
    const others = marks.filter(({ tag }) => tag !== 'a');
    const linked: Mark[] = link === undefined ? others : [...others, { tag: 'a', href: link }];
    return styleMarks(linked, styles, { block, isBlock });
  }

  #flush(): void {
    const text = this.#text.replace(CONTROL_CHARACTERS, '').replaceAll('\f', ' ');
    this.#text = '';
    if (text === '') return;
    const { isUnread, markerOf, isPreformatted, containers } = this.#frame;
    if (markerOf?.isEmpty && /^\s*\(?(\d+|[a-z]{1,4})[.)]/i.test(text)) markerOf.tag = 'ol';
    if (isUnread) return;
    if (!this.#writer.isInBlock && /^[\t\n\r ]*$/.test(text)) {
      // Between the items of a list there is nothing to read.
      if (!isList(containers.at(-1))) this.#writer.space(text, containers);
      return;
    }
    if (isPreformatted) this.#preformatted(text);
    else this.#writer.text(text, this.#place());
  }

  /** Line breaks and spaces that readers see, as markup that shows them anywhere. */
  #preformatted(text: string): void {
    text.split(/\r\n?|\n/).forEach((line, index) => {
      if (index > 0) this.#writer.breakBeforeText();
      const shown = line.replaceAll('\t', '    ').replace(/^ | (?= )/g, '\u00a0');
      this.#writer.text(shown, this.#place());
    });
  }

  #place(): Place {
    return { ...this.#frame, containers: insideItem(this.#frame) };
  }
}

function addMark(marks: readonly Mark[], tag: Mark['tag'] | undefined): readonly Mark[] {
  return tag === undefined || marks.some((mark) => mark.tag === tag) ? marks : [...marks, { tag }];
}

function isList(container: Container | undefined): container is Container {
  return container?.tag === 'ul' || container?.tag === 'ol';
}

/** What stands in a list without an item belongs to the item before it. */
function insideItem({ containers }: Pick<Frame, 'containers'>): readonly Container[] {
  const list = containers.at(-1);
  if (!isList(list)) return containers;
  list.lastItem ??= { tag: 'li', isEmpty: true };
  return [...containers, list.lastItem];
}

/** The containers inside an element that is one itself. */
function containersOf(name: string, parent: Frame): readonly Container[] | undefined {
  const tag = CONTAINERS.get(name);
  if (tag === undefined) return undefined;
  if (parent.containers.length >= MAX_NESTED_CONTAINERS) return parent.containers;
  if (tag !== 'li') return [...insideItem(parent), { tag, isEmpty: true }];
  const list = parent.containers.at(-1);
  if (isList(list)) return [...parent.containers, newItem(list)];
  parent.list ??= { tag: 'ul', isEmpty: true };
  return [...parent.containers, parent.list, newItem(parent.list)];
}

function newItem(list: Container): Container {
  list.lastItem = { tag: 'li', isEmpty: true };
  return list.lastItem;
}

/** Word writes the items of its lists as paragraphs that say which list they belong to, and how deep. */
function wordItem(
  parent: Frame,
  { id, level }: { id: string; level: number },
): Pick<Frame, 'containers' | 'block' | 'markerOf'> {
  const outer = parent.wordLists.slice(0, Math.min(level, MAX_NESTED_CONTAINERS / 2) - 1);
  const known = parent.wordLists[outer.length];
  const list: Container = { tag: 'ul', isEmpty: true };
  const innermost = known?.id === id ? known : { id, list };
  parent.wordLists = [...outer, innermost];
  const around = outer.flatMap(({ list }) => [list, list.lastItem ?? newItem(list)]);
  const containers = [...insideItem(parent), ...around, innermost.list, newItem(innermost.list)];
  return { containers, block: undefined, markerOf: innermost.list };
}
