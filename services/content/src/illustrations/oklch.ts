/** A colour by hue (degrees) and chroma in OKLCH, a space in which equal steps look equal. */
export interface Tint {
  hue: number;
  chroma: number;
}

type Triple = readonly [number, number, number];

const linearOf = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

const channelOf = (linear: number): number =>
  linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;

const isShown = (color: Triple): boolean => color.every((channel) => channel >= -0.0005 && channel <= 1.0005);

/** Hue and chroma of `#rrggbb`; greys have chroma 0. */
export function tintOf(hex: string): Tint {
  const [red, green, blue] = [1, 3, 5].map((at) =>
    linearOf(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  const [r, g, b] = [red ?? 0, green ?? 0, blue ?? 0];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const chroma = Math.hypot(a, bb);
  if (chroma < 0.004) return { hue: 0, chroma: 0 };
  return { hue: ((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360, chroma };
}

function srgbOf(lightness: number, { hue, chroma }: Tint): Triple {
  const radians = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(radians), chroma * Math.sin(radians)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    channelOf(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    channelOf(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    channelOf(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The tint at a lightness of 0 to 1 as `#rrggbb`; chroma gives way where sRGB cannot show it. */
export function hexOf(lightness: number, tint: Tint): string {
  let { chroma } = tint;
  while (chroma > 0 && !isShown(srgbOf(lightness, { ...tint, chroma }))) chroma -= 0.004;
  return `#${srgbOf(lightness, { ...tint, chroma: Math.max(0, chroma) })
    .map((channel) =>
      Math.round(Math.min(1, Math.max(0, channel)) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** `hue`, moved towards `other` by a share of the shorter way round. */
export function turned(hue: number, other: number, share: number): number {
  const way = ((other - hue + 540) % 360) - 180;
  return (hue + way * share + 360) % 360;
}
