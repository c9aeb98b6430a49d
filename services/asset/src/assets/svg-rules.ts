/** Which parts of an SVG are kept, which are dropped because no `<img>` shows them, and which change what is seen. */

const KEPT_ELEMENTS =
  'svg g path rect circle ellipse line polyline polygon text tspan textPath defs symbol use marker pattern ' +
  'linearGradient radialGradient stop clipPath mask title desc filter feBlend feColorMatrix feComponentTransfer ' +
  'feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA ' +
  'feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight ' +
  'feSpecularLighting feSpotLight feTile feTurbulence';
export const ELEMENTS = KEPT_ELEMENTS.split(' ');

/** Dropped with what is in them: in a picture they neither run nor show anything. */
export const INVISIBLE = new Set(
  'script metadata view cursor color-profile font font-face handler listener'.split(' '),
);

/** Mean the same as attributes and as declarations in `style`. */
export const PRESENTATION = (
  'alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation ' +
  'color-interpolation-filters color-rendering direction display dominant-baseline fill fill-opacity fill-rule ' +
  'filter flood-color flood-opacity font-family font-size font-size-adjust font-stretch font-style font-variant ' +
  'font-weight glyph-orientation-horizontal glyph-orientation-vertical image-rendering letter-spacing ' +
  'lighting-color marker-end marker-mid marker-start mask mask-type opacity overflow paint-order shape-rendering ' +
  'stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin ' +
  'stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-overflow text-rendering ' +
  'unicode-bidi vector-effect visibility white-space word-spacing writing-mode'
).split(' ');

const OTHER_ATTRIBUTES =
  'amplitude azimuth baseFrequency bias clipPathUnits cx cy d diffuseConstant divisor dx dy edgeMode elevation ' +
  'exponent filterUnits fr fx fy gradientTransform gradientUnits height id in in2 intercept k1 k2 k3 k4 ' +
  'kernelMatrix kernelUnitLength lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth ' +
  'maskContentUnits maskUnits method mode numOctaves offset operator order orient path pathLength ' +
  'patternContentUnits patternTransform patternUnits points pointsAtX pointsAtY pointsAtZ preserveAlpha ' +
  'preserveAspectRatio primitiveUnits r radius refX refY result rotate rx ry scale seed side slope spacing ' +
  'specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles style surfaceScale ' +
  'tableValues targetX targetY textLength transform transform-origin type values viewBox width x x1 x2 ' +
  'xChannelSelector xml:space y y1 y2 yChannelSelector z';

export const LINKS = ['href', 'xlink:href'];
export const ATTRIBUTES = new Set([...PRESENTATION, ...OTHER_ATTRIBUTES.split(' '), ...LINKS]);

/** Decide whether an element is shown at all, in ways that differ from one program to the next. */
export const CONDITIONS = new Set(['requiredExtensions', 'systemLanguage']);

/** Declarations of drawing programs and old browsers that no browser reads today, and those of interaction. */
export const IGNORED_DECLARATION =
  /^(?:-(?:inkscape|moz|ms|o|khtml|adobe|sodipodi)-.*|--.*|behavior|cursor|enable-background|pointer-events|user-select|solid-color|solid-opacity|line-height|marker-offset|block-progression|shape-padding|shape-margin|touch-action|will-change)$/;

const FUNCTIONS = new Set(
  (
    'url rgb rgba hsl hsla matrix matrix3d translate translatex translatey translate3d scale scalex scaley rotate ' +
    'skew skewx skewy blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia'
  ).split(' '),
);

/** A reference that leads to a part of the same picture. */
export function isOwnReference(href: string): boolean {
  return /^\s*#[^\s"'<>()\\]+\s*$/.test(href);
}

/** Whether a value calls none but harmless functions, and refers to parts of the same picture alone. */
export function isHarmless(value: string): boolean {
  // A backslash could spell `url(` in a way that only CSS reads.
  if (/[\\@<>]|\/\*/.test(value)) return false;
  // The bound on names keeps the search linear in the length of the value.
  const calls: string[] = value.match(/[a-z0-9-]{0,20}\(/gi) ?? [];
  if (!calls.every((call) => FUNCTIONS.has(call.slice(0, -1).toLowerCase()) || call === '(')) return false;
  const references = calls.filter((call) => call.toLowerCase() === 'url(').length;
  const own =
    value.match(/url\(\s*(?:"#[^\s"'()]{1,500}"|'#[^\s"'()]{1,500}'|#[^\s"'()]{1,500})\s*\)/gi) ?? [];
  return own.length === references && !calls.includes('(');
}
