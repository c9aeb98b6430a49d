/** Relative luminance of a colour such as #1D4ED8 (WCAG 2.2, "relative luminance"). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21, to two decimals, and what WCAG 2.2 (1.4.3, 1.4.6) says of it. */
export function contrast(
  text: string,
  background: string,
): { ratio: number; level: 'AAA' | 'AA' | 'AA large' | 'fail' } {
  const [lighter = 0, darker = 0] = [luminance(text), luminance(background)].sort((a, b) => b - a);
  const ratio = Math.floor(((lighter + 0.05) / (darker + 0.05)) * 100) / 100;
  const level = ratio >= 7 ? 'AAA' : ratio >= 4.5 ? 'AA' : ratio >= 3 ? 'AA large' : 'fail';
  return { ratio, level };
}
