import { contrastRatio } from '@siteninja/core';

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

/** White or ink where the contrast is at least 4.5, else black: one of the three always reaches it. */
export function readableOn(background: string): string {
  return [WHITE, INK].find((color) => contrastRatio(color, background) >= 4.5) ?? BLACK;
}

/** `color`, moved towards white or black until it has the ratio on every background. */
export function withContrast(color: string, backgrounds: readonly string[], ratio: number): string {
  const base = backgrounds[0] ?? WHITE;
  const target = contrastRatio(WHITE, base) >= contrastRatio(BLACK, base) ? WHITE : BLACK;
  const suffices = (candidate: string): boolean =>
    backgrounds.every((background) => contrastRatio(candidate, background) >= ratio);
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
    if (contrastRatio(candidate, WHITE) >= ratio) return candidate;
  }
  return BLACK;
}
