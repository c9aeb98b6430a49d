type Rgb = readonly [number, number, number];

const WHITE = '#ffffff';
const BLACK = '#000000';
const INK = '#0b1120';

/** The colour as `#rrggbb` in lower case, or the fallback where the text is no hex colour. */
export function hexColor(value: string, fallback: string): string {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value);
  const full = short
    ? `#${short
        .slice(1)
        .flatMap((digit) => [digit, digit])
        .join('')}`
    : value;
  return /^#[0-9a-f]{6}$/i.test(full) ? full.toLowerCase() : fallback;
}

function rgbOf(hex: string): Rgb {
  const channel = (start: number): number => Number.parseInt(hex.slice(start, start + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** A share of 0 gives the first colour, 1 the second. */
export function mix(first: string, second: string, share: number): string {
  const [red, green, blue] = rgbOf(first);
  const [toRed, toGreen, toBlue] = rgbOf(second);
  const channel = (from: number, to: number): string =>
    Math.round(from + (to - from) * share)
      .toString(16)
      .padStart(2, '0');
  return `#${channel(red, toRed)}${channel(green, toGreen)}${channel(blue, toBlue)}`;
}

/** Relative luminance, WCAG 2.2. */
function luminance(color: string): number {
  const linear = (channel: number): number => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const [red, green, blue] = rgbOf(color);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Contrast ratio, WCAG 2.2: 1 to 21. */
export function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((one, other) => other - one);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** White or ink where the contrast is at least 4.5, else black: one of the three always reaches it. */
export function readableOn(background: string): string {
  return [WHITE, INK].find((color) => contrast(color, background) >= 4.5) ?? BLACK;
}

/** `color`, moved towards white or black until it has the ratio on every background. */
export function withContrast(color: string, backgrounds: readonly string[], ratio: number): string {
  const base = backgrounds[0] ?? WHITE;
  const target = contrast(WHITE, base) >= contrast(BLACK, base) ? WHITE : BLACK;
  const suffices = (candidate: string): boolean =>
    backgrounds.every((background) => contrast(candidate, background) >= ratio);
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(color, target, share);
    if (suffices(candidate)) return candidate;
  }
  return target;
}

/** `color`, darkened until white text has the ratio on it. */
export function darkEnough(color: string, ratio: number): string {
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(color, BLACK, share);
    if (contrast(candidate, WHITE) >= ratio) return candidate;
  }
  return BLACK;
}
