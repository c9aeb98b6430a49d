import { readableOn } from '../rendering/color';
import { type IconContent, SOCIAL_PICTURE, type SocialContent } from '../rendering/made-pictures';
import { type OutlineFonts } from './outline-fonts';
import { outlineText, type TextBlock } from './text-outlines';

const BOLD = 700;
const REGULAR = 400;

/** Capitals are some 0.72 em high in most fonts. */
const CAP_HEIGHT = 0.72;

/** Initials in the middle of a square, with corners of this radius. */
export async function drawIcon(
  { letters, font, color }: IconContent,
  fonts: OutlineFonts,
  { size, radius }: { size: number; radius: number },
): Promise<string> {
  const height = letters.length > 1 ? size * 0.44 : size * 0.6;
  const text = await initials(letters, font, { size: height, fonts });
  return svg(
    { width: size, height: size },
    `<rect width="${size}" height="${size}" rx="${radius}" fill="${color}"/>` +
      (text
        ? centered(text, { x: size / 2, y: size / 2, fill: readableOn(color) })
        : `<circle cx="${size / 2}" cy="${size / 2}" r="${size / 4}" fill="${readableOn(color)}"/>`),
  );
}

function initials(
  letters: string,
  font: string,
  { size, fonts }: { size: number; fonts: OutlineFonts },
): Promise<TextBlock | undefined> {
  const options = { maxWidth: size * 4, maxLines: 1, sizes: [size], lineHeight: 1 };
  return outlineText(letters, fonts.chain(font, BOLD), options);
}

const MARGIN = 84;
const TITLE_WIDTH = 900;
const TILE = 88;

/** The title of a page, large, with the business and its host. */
export async function drawSocialPicture(
  { title, business, description, host, letters, fonts: names, colors }: SocialContent,
  fonts: OutlineFonts,
): Promise<string> {
  const { width, height } = SOCIAL_PICTURE;
  const heading = fonts.chain(names.heading, BOLD);
  const body = fonts.chain(names.body, REGULAR);
  const line = { maxLines: 1, lineHeight: 1 };
  const [monogram, name, titled, summary, address] = await Promise.all([
    initials(letters, names.heading, { size: letters.length > 1 ? 38 : 50, fonts }),
    outlineText(business, heading, { ...line, maxWidth: 760, sizes: [36, 30] }),
    outlineText(title, heading, {
      maxWidth: TITLE_WIDTH,
      maxLines: 3,
      sizes: [92, 80, 68, 58],
      lineHeight: 1.14,
    }),
    outlineText(description, body, { maxWidth: TITLE_WIDTH, maxLines: 2, sizes: [34], lineHeight: 1.35 }),
    outlineText(host, body, { ...line, maxWidth: 760, sizes: [28, 24] }),
  ]);
  // A title in a script that no font has gives way to the host.
  const headline =
    titled ?? (await outlineText(host, heading, { ...line, maxWidth: TITLE_WIDTH, sizes: [68, 52] }));
  const tileY = MARGIN;
  const tile = `<rect x="${MARGIN}" y="${tileY}" width="${TILE}" height="${TILE}" rx="22" fill="${colors.accent}"/>`;
  const tileMiddle = tileY + TILE / 2;
  const blockHeight = heightOf(headline, 1.14) + (summary ? heightOf(summary, 1.35) + 36 : 0);
  // In the middle between the tile and the address.
  const top = (tileY + TILE + height - MARGIN - 28) / 2 - blockHeight / 2;
  const firstBaseline = top + (headline?.size ?? 0) * CAP_HEIGHT;
  const lastBaseline = firstBaseline + ((headline?.lines ?? 1) - 1) * (headline?.size ?? 0) * 1.14;
  return svg(
    SOCIAL_PICTURE,
    [
      `<rect width="${width}" height="${height}" fill="${colors.deep}"/>`,
      `<circle cx="1130" cy="96" r="300" fill="${colors.deepEnd}"/>`,
      `<circle cx="1130" cy="96" r="176" fill="none" stroke="${colors.decoration}" stroke-width="3" opacity=".55"/>`,
      `<circle cx="1080" cy="640" r="150" fill="${colors.deepEnd}" opacity=".6"/>`,
      monogram ? tile : '',
      centered(monogram, { x: MARGIN + TILE / 2, y: tileMiddle, fill: colors.onAccent }),
      placed(name, {
        x: monogram ? MARGIN + TILE + 28 : MARGIN,
        y: tileMiddle + (name?.size ?? 0) * 0.36,
        fill: colors.text,
      }),
      placed(headline, { x: MARGIN, y: firstBaseline, fill: colors.text }),
      placed(summary, { x: MARGIN, y: lastBaseline + 36 + 34, fill: colors.muted }),
      `<rect x="${MARGIN}" y="${height - MARGIN - 8}" width="40" height="6" rx="3" fill="${colors.accent}"/>`,
      placed(address, { x: MARGIN + 60, y: height - MARGIN + 4, fill: colors.muted }),
    ].join(''),
  );
}

function heightOf(block: TextBlock | undefined, lineHeight: number): number {
  return block ? block.size * (CAP_HEIGHT + (block.lines - 1) * lineHeight) : 0;
}

interface Place {
  x: number;
  y: number;
  fill: string;
}

/** @param place of the first baseline */
function placed(block: TextBlock | undefined, { x, y, fill }: Place): string {
  return block
    ? `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" fill="${fill}">${block.markup}</g>`
    : '';
}

function centered(block: TextBlock | undefined, { x, y, fill }: Place): string {
  if (!block) return '';
  return placed(block, { x: x - block.width / 2, y: y + (block.size * CAP_HEIGHT) / 2, fill });
}

function svg({ width, height }: { width: number; height: number }, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
}
