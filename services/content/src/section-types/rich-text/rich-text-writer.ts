import { escapeHtml } from '@siteninja/core';

/** An element that holds blocks. A list knows its last item, where what stands between items belongs. */
export interface Container {
  tag: 'ul' | 'ol' | 'li' | 'blockquote';
  isEmpty: boolean;
  lastItem?: Container;
}

/** Emphasis, code or a link. A link or code is itself alone: two beside each other stay two. */
export interface Mark {
  readonly tag: 'strong' | 'em' | 'u' | 's' | 'code' | 'sup' | 'sub' | 'a';
  readonly href?: string;
}

export type BlockTag = 'p' | 'h3' | 'h4';

/** Where a piece of text stands. Without `block` it stands directly in its container, as far as that is empty. */
export interface Place {
  readonly containers: readonly Container[];
  readonly block: BlockTag | undefined;
  readonly marks: readonly Mark[];
}

interface Piece {
  readonly kind: 'space' | 'bare' | 'block';
  markup: string;
}

/**
 * Writes rich text from pieces of text and the places where they stand. Elements are opened when text stands in
 * them, so none is empty, no block is inside inline markup, and everything is closed.
 */
export class RichTextWriter {
  readonly #pieces: Piece[] = [];
  #containers: readonly Container[] = [];
  #marks: readonly Mark[] = [];
  /** The tag of the open block: `''` for text directly in its container; undefined where none is open. */
  #block: BlockTag | '' | undefined;
  /** White space since the last block, and how many containers it stands in. */
  #space: { readonly depth: number; readonly markup: string } | undefined;
  #hasGap = false;
  #lineBreaks = 0;

  get isInBlock(): boolean {
    return this.#block !== undefined;
  }

  /** Visible text. */
  text(text: string, place: Place): void {
    if (text === '') return;
    this.#enter(place);
    const last = this.#pieces.at(-1)?.markup ?? '';
    const gap = this.#hasGap && !/[\s>]$/.test(last) && !/^\s/.test(text) ? ' ' : '';
    this.#hasGap = false;
    this.#write(gap + escapeText(text));
  }

  /** A line break that is kept only where text follows in the same block. */
  breakBeforeText(): void {
    this.#lineBreaks += 1;
  }

  lineBreak(place: Place): void {
    this.#enter(place);
    this.#write('<br />');
  }

  /** White space between blocks. */
  space(space: string, containers: readonly Container[]): void {
    this.endBlock();
    const depth = commonLength(this.#containers, containers);
    this.#space = { depth, markup: space.replace(/\s*\n\s*/g, '\n') };
  }

  /** What follows in the same block must not touch what stands before it, such as the next cell of a table. */
  gap(): void {
    this.#hasGap = this.isInBlock;
  }

  /** What follows is another block. */
  endBlock(): void {
    this.#closeMarks(0);
    if (this.#block) this.#write(`</${this.#block}>`);
    this.#block = undefined;
    this.#hasGap = false;
    this.#lineBreaks = 0;
  }

  /** The whole text. Text outside any block is a paragraph, unless there is nothing else. */
  end(): string {
    this.endBlock();
    this.#leave(0);
    this.#writeSpace(0);
    const isAlone = this.#pieces.filter(({ kind }) => kind !== 'space').length === 1;
    return this.#pieces
      .map(({ kind, markup }) => (kind === 'bare' && !isAlone ? `<p>${markup}</p>` : markup))
      .join('');
  }

  #write(markup: string): void {
    const piece = this.#pieces.at(-1);
    if (piece) piece.markup += markup;
  }

  #enter({ containers, block, marks }: Place): void {
    if (this.#block === undefined) {
      this.#leave(commonLength(this.#containers, containers));
      this.#writeSpace(this.#containers.length);
      for (const container of containers.slice(this.#containers.length)) this.#open(container);
      this.#openBlock(block);
    }
    for (; this.#lineBreaks > 0; this.#lineBreaks -= 1) this.#write('<br />');
    const kept = commonMarks(this.#marks, marks);
    this.#closeMarks(kept);
    for (const mark of marks.slice(kept)) {
      this.#write(
        mark.tag === 'a' ? `<a href="${escapeHtml(mark.href ?? '')}" rel="noopener">` : `<${mark.tag}>`,
      );
    }
    this.#marks = marks;
  }

  /** Inside a list that goes on there is nothing between its items. */
  #writeSpace(depth: number): void {
    const space = this.#space;
    this.#space = undefined;
    if (!space?.markup || space.depth !== depth || this.#containers.at(-1)?.tag.endsWith('l')) return;
    if (depth > 0) this.#write(space.markup);
    else this.#pieces.push({ kind: 'space', markup: space.markup });
  }

  #openBlock(block: BlockTag | undefined): void {
    const container = this.#containers.at(-1);
    const tag = block ?? (container === undefined || container.isEmpty ? '' : 'p');
    if (container) container.isEmpty = false;
    else this.#pieces.push({ kind: tag === '' ? 'bare' : 'block', markup: '' });
    if (tag !== '') this.#write(`<${tag}>`);
    this.#block = tag;
  }

  #open(container: Container): void {
    const parent = this.#containers.at(-1);
    if (parent) parent.isEmpty = false;
    else this.#pieces.push({ kind: 'block', markup: '' });
    this.#write(`<${container.tag}>`);
    container.isEmpty = true;
    this.#containers = [...this.#containers, container];
  }

  #leave(depth: number): void {
    for (const { tag } of this.#containers.slice(depth).reverse()) this.#write(`</${tag}>`);
    this.#containers = this.#containers.slice(0, depth);
  }

  #closeMarks(depth: number): void {
    for (const { tag } of this.#marks.slice(depth).reverse()) this.#write(`</${tag}>`);
    this.#marks = this.#marks.slice(0, depth);
  }
}

function commonLength<T>(first: readonly T[], second: readonly T[]): number {
  const end = first.findIndex((item, index) => item !== second[index]);
  return end === -1 ? first.length : end;
}

/** Emphasis that follows the same emphasis goes on; a link and code do so only inside the same element. */
function commonMarks(open: readonly Mark[], wanted: readonly Mark[]): number {
  const end = open.findIndex((mark, index) => {
    const other = wanted[index];
    const isItself = mark.tag === 'a' || mark.tag === 'code';
    return isItself ? mark !== other : mark.tag !== other?.tag;
  });
  return end === -1 ? open.length : end;
}

/** Quotes may stand in text as they are. */
function escapeText(text: string): string {
  return text.replace(/[&<>]/g, escapeHtml);
}
