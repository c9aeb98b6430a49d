import { type Font } from 'fontkit';
import { type FontChain } from './outline-fonts';

/** A piece of text as the outlines of its glyphs; lengths are in em. */
interface Word {
  readonly width: number;
  /** Each at its distance from the beginning. */
  readonly glyphs: readonly { readonly path: string; readonly at: number; readonly scale: number }[];
}

export interface TextBlock {
  /** SVG markup, the first baseline at 0. */
  readonly markup: string;
  readonly lines: number;
  readonly size: number;
  /** Of the longest line, in pixels. */
  readonly width: number;
}

export interface TextOptions {
  readonly maxWidth: number;
  readonly maxLines: number;
  /** In pixels, the largest first: the first one is taken that the text fits in. */
  readonly sizes: readonly number[];
  readonly lineHeight: number;
}

/**
 * Sets a text in lines. What no font has, such as emoji, is left out; what does not fit in the smallest size is cut
 * off with an ellipsis. Undefined where nothing is left.
 */
export async function outlineText(
  text: string,
  chain: FontChain,
  { maxWidth, maxLines, sizes, lineHeight }: TextOptions,
): Promise<TextBlock | undefined> {
  const words = (await Promise.all(text.split(/\s+/).map((word) => outlineWord(word, chain)))).filter(
    ({ glyphs }) => glyphs.length > 0,
  );
  const [space, ellipsis] = await Promise.all([outlineWord('\u00a0', chain), outlineWord('…', chain)]);
  const smallest = sizes.at(-1) ?? 0;
  if (words.length === 0) return undefined;
  const setIn = (size: number): Word[][] => breakLines(words, maxWidth / size, space.width);
  const fits = (size: number): boolean => {
    const lines = setIn(size);
    return lines.length <= maxLines && lines.every((line) => widthOf(line, space.width) * size <= maxWidth);
  };
  const size = sizes.find(fits) ?? smallest;
  const lines = shortenedTo(setIn(size), { maxLines, maxWidth: maxWidth / size, ellipsis, gap: space.width });
  const markup = lines.map((line, index) =>
    lineMarkup(line, { size, gap: space.width, y: index * size * lineHeight }),
  );
  const width = Math.max(...lines.map((line) => widthOf(line, space.width) * size));
  return { markup: markup.join(''), lines: lines.length, size, width };
}

async function outlineWord(word: string, chain: FontChain): Promise<Word> {
  const runs: { font: Font; text: string }[] = [];
  for (const character of word.normalize('NFC')) {
    const font = await chain(character.codePointAt(0) ?? 0);
    if (!font) continue;
    const last = runs.at(-1);
    if (last?.font === font) last.text += character;
    else runs.push({ font, text: character });
  }
  let width = 0;
  const glyphs = runs.flatMap(({ font, text }) => {
    const scale = 1 / font.unitsPerEm;
    const run = font.layout(text);
    return run.glyphs.map((glyph, index) => {
      const { xAdvance = 0, xOffset = 0 } = run.positions[index] ?? {};
      const placed = { path: glyph.path.toSVG(), at: width + xOffset * scale, scale };
      width += xAdvance * scale;
      return placed;
    });
  });
  return { width, glyphs };
}

function widthOf(line: readonly Word[], gap: number): number {
  return line.reduce((sum, { width }) => sum + width, 0) + gap * Math.max(0, line.length - 1);
}

function breakLines(words: readonly Word[], maxWidth: number, gap: number): Word[][] {
  const lines: Word[][] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line && widthOf([...line, word], gap) <= maxWidth) line.push(word);
    else lines.push([word]);
  }
  return lines;
}

interface Room {
  maxLines: number;
  maxWidth: number;
  ellipsis: Word;
  gap: number;
}

function shortenedTo(lines: readonly Word[][], { maxLines, maxWidth, ellipsis, gap }: Room): Word[][] {
  const kept = lines.slice(0, maxLines);
  return kept.map((line, index) => {
    const isCut = index === maxLines - 1 && lines.length > maxLines;
    const isTooWide = widthOf(line, gap) > maxWidth;
    if (!isCut && !isTooWide) return line;
    const room = maxWidth - ellipsis.width;
    const words = [...line];
    while (words.length > 1 && widthOf(words, gap) > room) words.pop();
    const last = words.pop() ?? ellipsis;
    const before = widthOf(words, gap) + (words.length > 0 ? gap : 0);
    return [...words, withEnding(narrowed(last, room - before), ellipsis)];
  });
}

/** As many glyphs as there is room for. */
function narrowed({ width, glyphs }: Word, room: number): Word {
  if (width <= room) return { width, glyphs };
  const first = glyphs.findIndex((_, index) => (glyphs[index + 1]?.at ?? width) > room);
  return { width: glyphs[first]?.at ?? 0, glyphs: glyphs.slice(0, first) };
}

function withEnding({ width, glyphs }: Word, ending: Word): Word {
  const moved = ending.glyphs.map((glyph) => ({ ...glyph, at: glyph.at + width }));
  return { width: width + ending.width, glyphs: [...glyphs, ...moved] };
}

function lineMarkup(
  line: readonly Word[],
  { size, gap, y }: { size: number; gap: number; y: number },
): string {
  let start = 0;
  return line
    .flatMap(({ width, glyphs }) => {
      const from = start;
      start += width + gap;
      return glyphs.map(({ path, at, scale }) => {
        const factor = (scale * size).toFixed(5);
        const place = `translate(${((from + at) * size).toFixed(2)} ${y.toFixed(2)})`;
        return `<path transform="${place} scale(${factor} -${factor})" d="${path}"/>`;
      });
    })
    .join('');
}
