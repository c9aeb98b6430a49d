import { DomUtils, ElementType, parseDocument } from 'htmlparser2';

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Node, { attribs: unknown }>;

/** A paragraph, heading, list or the like, without empty lines around it. */
interface Block {
  readonly text: string;
  readonly isList?: boolean;
}

/** Elements that say nothing where they cannot be seen or filled in. */
const UNREAD = new Set('button form iframe input label script select style svg template textarea'.split(' '));

const INLINE = new Set(
  'a abbr b bdi br cite code em i img picture q s small source span strong sub sup time u wbr'.split(' '),
);

/** How an inline element is marked on both sides. */
const MARKS = new Map([
  ['b', '**'],
  ['strong', '**'],
  ['em', '*'],
  ['i', '*'],
  ['s', '~~'],
]);

/**
 * HTML as Markdown (CommonMark, with the tables of GFM). Links and pictures become absolute, so that they lead
 * somewhere wherever the text is read. Lists of cards, whose items have headings, become these headings and what
 * stands under them.
 * @param base the address of the page that the HTML is from
 */
export function markdownOf(html: string, base: string): string {
  const blocks = blocksOf(parseDocument(html).children, base);
  return blocks.map(({ text }) => `${text}\n`).join('\n');
}

function isElement(node: Node): node is Element {
  return 'attribs' in node;
}

function isText(node: Node): node is Extract<Node, { type: ElementType.ElementType.Text }> {
  return node.type === ElementType.Text;
}

function isShown(node: Node): boolean {
  return !isElement(node) || (!UNREAD.has(node.name) && node.attribs['aria-hidden'] !== 'true');
}

function isInline(node: Node): boolean {
  return !isElement(node) || (INLINE.has(node.name) && node.children.every(isInline));
}

function childrenNamed(parent: Element, ...names: string[]): Element[] {
  return parent.children.filter(isElement).filter(({ name }) => names.includes(name));
}

/** Text and inline elements that stand side by side are one paragraph. */
function blocksOf(nodes: readonly Node[], base: string): Block[] {
  const blocks: Block[] = [];
  let run: Node[] = [];
  const endRun = () => {
    const text = startSafely(inlineOf(run, base).trim());
    if (text !== '') blocks.push({ text });
    run = [];
  };
  for (const node of nodes.filter(isShown)) {
    if (isInline(node)) run.push(node);
    else if (isElement(node)) {
      endRun();
      blocks.push(...blockOf(node, base));
    }
  }
  endRun();
  return blocks;
}

function blockOf(element: Element, base: string): Block[] {
  const { name, children } = element;
  if (/^h[1-6]$/.test(name)) return headingOf(Number(name[1]), children, base);
  switch (name) {
    case 'ul':
    case 'ol':
      return listOf(element, base);
    case 'dl':
      return termsOf(element, base);
    case 'table':
      return tableOf(element, base);
    case 'summary':
      return children.every(isInline) ? headingOf(3, children, base) : blocksOf(children, base);
    case 'blockquote': {
      const lines = blocksOf(children, base).map(({ text }) => text.replace(/^/gm, '> '));
      return lines.length === 0 ? [] : [{ text: lines.join('\n>\n') }];
    }
    case 'hr':
      return [{ text: '---' }];
    default:
      return blocksOf(children, base);
  }
}

function headingOf(level: number, children: readonly Node[], base: string): Block[] {
  const text = oneLine(children, base);
  return text === '' ? [] : [{ text: `${'#'.repeat(level)} ${text}` }];
}

function oneLine(nodes: readonly Node[], base: string): string {
  return inlineOf(nodes, base).replace(/\\?\n/g, ' ').trim();
}

function listOf(list: Element, base: string): Block[] {
  const items = childrenNamed(list, 'li');
  const isOfCards = items.some((item) =>
    DomUtils.findOne(({ name }) => /^h[1-6]$/.test(name), item.children),
  );
  if (isOfCards) return items.flatMap(({ children }) => blocksOf(children, base));
  const texts = items.flatMap(({ children }, index) => {
    const blocks = blocksOf(children, base);
    if (blocks.length === 0) return [];
    const marker = list.name === 'ol' ? `${index + 1}. ` : '- ';
    const text = blocks.reduce(
      (before, block) => (before === '' ? '' : before + (block.isList ? '\n' : '\n\n')) + block.text,
      '',
    );
    return marker + text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(marker.length)}`);
  });
  return texts.length === 0 ? [] : [{ text: texts.join('\n'), isList: true }];
}

function termsOf(list: Element, base: string): Block[] {
  const lines: string[] = [];
  for (const { name, children } of DomUtils.findAll(({ name }) => /^d[td]$/.test(name), list.children)) {
    const text = oneLine(children, base);
    if (name === 'dt') lines.push(`- **${text}**`);
    else lines.push(`${lines.pop() ?? '-'} ${text}`);
  }
  return lines.length === 0 ? [] : [{ text: lines.join('\n'), isList: true }];
}

function tableOf(table: Element, base: string): Block[] {
  const rows = DomUtils.findAll(({ name }) => name === 'tr', table.children).map((row) =>
    childrenNamed(row, 'th', 'td').map(({ children }) => oneLine(children, base).replaceAll('|', '\\|')),
  );
  const hasHead = DomUtils.findOne(({ name }) => name === 'thead', table.children) !== null;
  const width = Math.max(0, ...rows.map(({ length }) => length));
  if (width === 0) return [];
  const lineOf = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, index) => cells[index] ?? '').join(' | ')} |`;
  const [head = [], ...body] = hasHead ? rows : [[], ...rows];
  const rule = lineOf(Array.from({ length: width }, () => '---'));
  return [{ text: [lineOf(head), rule, ...body.map(lineOf)].join('\n') }];
}

function inlineOf(nodes: readonly Node[], base: string): string {
  const texts = nodes.filter(isShown).map((node) => {
    if (isElement(node)) return inlineElement(node, base);
    return isText(node) ? escapeMarkdown(node.data.replace(/\s+/g, ' ')) : '';
  });
  return texts
    .join('')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?(\\\n) ?/g, '$1');
}

function inlineElement(element: Element, base: string): string {
  const { name, attribs, children } = element;
  if (name === 'br') return '\\\n';
  if (name === 'img') return pictureOf(attribs, base);
  if (name === 'code') return codeOf(DomUtils.textContent(element));
  const text = inlineOf(children, base);
  if (name === 'a') return linkOf(attribs['href'], text, base);
  // What stands on lines of its own beside other words is a word of its own.
  return INLINE.has(name) ? marked(text, MARKS.get(name) ?? '') : ` ${text} `;
}

/** Marks take no space at their inner sides. */
function marked(text: string, mark: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return inner === '' ? text : before + mark + inner + mark + after;
}

function linkOf(href: string | undefined, text: string, base: string): string {
  const label = text.replace(/\\?\n/g, ' ').trim();
  const address = addressOf(href, base);
  return label === '' || address === undefined ? text : `[${label}](${address})`;
}

function pictureOf({ src, alt = '' }: Record<string, string>, base: string): string {
  const address = addressOf(src, base);
  return alt === '' || address === undefined ? '' : `![${escapeMarkdown(alt)}](${address})`;
}

function codeOf(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return text === '' ? '' : fence + space + text + space + fence;
}

function addressOf(href: string | undefined, base: string): string | undefined {
  if (href === undefined || href.startsWith('data:') || !URL.canParse(href, base)) return undefined;
  return new URL(href, base).href.replace(
    /[()\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}

/** Text whose characters mean nothing but themselves. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<~]|&(?=#?\w+;)/g, '\\$&');
}

/** The start of a paragraph, which could be read as the start of a heading, quotation or list. */
function startSafely(text: string): string {
  return text
    .replace(/^(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|>|[-=]+$)/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}
