/** CSS pixels of each unit; a font's size is the browser's own, 16 pixels. */
const UNITS: Record<string, number> = {
  '': 1,
  px: 1,
  in: 96,
  cm: 96 / 2.54,
  mm: 9.6 / 2.54,
  q: 2.4 / 2.54,
  pt: 96 / 72,
  pc: 16,
  em: 16,
  rem: 16,
  ex: 8,
};

/** Of the root element, as browsers have it: its own size, else its view box's, else 300 × 150. */
export function sizeOf(text: string): { width: number; height: number } {
  const root = text.slice(0, text.indexOf('>'));
  const number = (name: string): number | undefined => {
    const size = Math.round(pixels(new RegExp(`\\s${name}="([^"]{1,40})"`).exec(root)?.[1] ?? ''));
    return size >= 1 ? size : undefined;
  };
  const box =
    / viewBox="([^"]*)"/
      .exec(root)?.[1]
      ?.trim()
      .split(/[\s,]+/)
      .map(Number) ?? [];
  const [, , boxWidth = 0, boxHeight = 0] = box;
  const fits = boxWidth > 0 && boxHeight > 0;
  const width = number('width');
  const height = number('height');
  const ratio = fits ? boxWidth / boxHeight : undefined;
  if (width !== undefined && height !== undefined) return { width, height };
  if (ratio === undefined) return { width: width ?? 300, height: height ?? 150 };
  if (width !== undefined) return { width, height: Math.max(1, Math.round(width / ratio)) };
  if (height !== undefined) return { width: Math.max(1, Math.round(height * ratio)), height };
  return { width: Math.max(1, Math.round(boxWidth)), height: Math.max(1, Math.round(boxHeight)) };
}

/** NaN for what is no length that stands by itself, such as a percentage. */
function pixels(length: string): number {
  const [, number = '', unit = ''] =
    /^\s*\+?(\d*\.?\d+(?:e[+-]?\d{1,2})?|\d+\.)\s*(px|in|cm|mm|q|pt|pc|em|rem|ex)?\s*$/i.exec(length) ?? [];
  return number === '' ? NaN : Number(number) * (UNITS[unit.toLowerCase()] ?? NaN);
}
