import { DomainError } from '@siteninja/core';
import sanitizeHtml from 'sanitize-html';
import { refused } from './media-type';

/** An SVG that neither runs scripts nor loads anything. */
export interface CleanSvg {
  text: string;
  width: number;
  height: number;
}

/** Parsing blocks the event loop. */
const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 64;
const MAX_ELEMENTS = 5_000;
const MAX_ATTRIBUTES = 64;

const ELEMENTS = [
  'svg',
  'g',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'text',
  'tspan',
  'defs',
  'linearGradient',
  'radialGradient',
  'stop',
  'clipPath',
  'mask',
  'title',
  'desc',
];

/** Presentation attributes: they mean the same as declarations in `style`. */
const PRESENTATION = [
  'clip-path',
  'clip-rule',
  'color',
  'display',
  'dominant-baseline',
  'fill',
  'fill-opacity',
  'fill-rule',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'letter-spacing',
  'mask',
  'opacity',
  'paint-order',
  'stop-color',
  'stop-opacity',
  'stroke',
  'stroke-dasharray',
  'stroke-dashoffset',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-miterlimit',
  'stroke-opacity',
  'stroke-width',
  'text-anchor',
  'vector-effect',
  'visibility',
];

const GEOMETRY = [
  'clipPathUnits',
  'cx',
  'cy',
  'd',
  'dx',
  'dy',
  'fx',
  'fy',
  'gradientTransform',
  'gradientUnits',
  'height',
  'id',
  'maskContentUnits',
  'maskUnits',
  'offset',
  'pathLength',
  'points',
  'preserveAspectRatio',
  'r',
  'rotate',
  'rx',
  'ry',
  'spreadMethod',
  'textLength',
  'transform',
  'viewBox',
  'width',
  'x',
  'x1',
  'x2',
  'y',
  'y1',
  'y2',
];

/** Gradients refer to each other by a link; no other element may have one. */
const LINK = ['href', 'xlink:href'];
const NAMESPACES: Record<string, string> = {
  xmlns: 'http://www.w3.org/2000/svg',
  'xmlns:xlink': 'http://www.w3.org/1999/xlink',
};

/**
 * Keeps what is known to be harmless: shapes, text, gradients, clips and masks, with ordinary attributes. Removes
 * scripts, handlers, links, embedded pictures and documents, animations, filters and references to other files.
 * @throws unsupported_media_type for what is no SVG, too_large, invalid where it would not look the same
 */
export function cleanSvg(bytes: Buffer): CleanSvg {
  if (bytes.length > MAX_BYTES) {
    throw tooLarge(`${MAX_BYTES / 1024} KB`);
  }
  const text = sanitize(utf8(bytes));
  const start = text.indexOf('<svg');
  const end = text.lastIndexOf('</svg>');
  if (start < 0 || end < start) throw unreadable();
  return { text: text.slice(start, end + '</svg>'.length), ...sizeOf(text.slice(start)) };
}

function tooLarge(most: string): DomainError {
  const message = `An SVG may have ${most}. Upload larger ones as PNG.`;
  return new DomainError('too_large', 'asset.too_large', message, { details: [{ field: 'file', message }] });
}

function unreadable(cause?: unknown): DomainError {
  return refused('asset.unsupported_type', 'This is no SVG that can be read.', cause);
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(error);
  }
}

function sanitize(source: string): string {
  let depth = 0;
  let elements = 0;
  return sanitizeHtml(source, {
    parser: { xmlMode: true, decodeEntities: true, lowerCaseTags: false, lowerCaseAttributeNames: false },
    allowedTags: ELEMENTS,
    allowedAttributes: {
      '*': [...PRESENTATION, ...GEOMETRY],
      svg: Object.keys(NAMESPACES),
      linearGradient: LINK,
      radialGradient: LINK,
    },
    // These options let relative links pass; `isHarmless` checks links more strictly.
    allowedSchemes: [],
    allowProtocolRelative: false,
    onOpenTag: (name, attributes) => {
      depth += 1;
      elements += 1;
      // The parser's work grows with the square of the depth.
      if (depth > MAX_DEPTH || Object.keys(attributes).length > MAX_ATTRIBUTES) throw unreadable();
      if (elements > MAX_ELEMENTS) throw tooLarge(`${MAX_ELEMENTS} elements`);
      if (name.toLowerCase() === 'style') throw styled();
    },
    onCloseTag: () => {
      depth -= 1;
    },
    transformTags: { '*': (tagName, attributes) => ({ tagName, attribs: harmless(tagName, attributes) }) },
  });
}

function styled(): DomainError {
  const message =
    'This SVG has a style sheet. Export it with presentation attributes or inline styles instead.';
  return new DomainError('invalid', 'asset.svg_style_sheet', message, {
    details: [{ field: 'file', message }],
  });
}

function harmless(tagName: string, attributes: Record<string, string>): Record<string, string> {
  const { style, ...given } = attributes;
  const all = Object.entries({ ...given, ...declarations(style) });
  const kept = all.filter(([name, value]) => isHarmless(name, value));
  return { ...Object.fromEntries(kept), ...(tagName === 'svg' ? NAMESPACES : {}) };
}

/** `fill: red; stroke: blue` as the attributes that mean the same. */
function declarations(style: string | undefined): Record<string, string> {
  const pairs = (style ?? '').split(';').map((declaration) => {
    const colon = declaration.indexOf(':');
    return [declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim()] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => PRESENTATION.includes(name)));
}

const HARMLESS_CALL =
  /^(?:url\((['"]?)#[\w.-]+\1\)|(?:rgba?|hsla?|matrix|translate[XY]?|scale[XY]?|rotate|skew[XY])\([^()]*\))$/i;

/** References may lead to parts of the same picture alone. */
function isHarmless(name: string, value: string): boolean {
  if (LINK.includes(name)) return /^#[\w.-]+$/.test(value);
  // A backslash could spell `url(` in a way that only CSS reads.
  if (/[\\@]|\/\*/.test(value)) return false;
  // The bound on names keeps the search linear in the length of the value.
  return (value.match(/[a-z-]{0,20}\([^)]*\)?/gi) ?? []).every((call) => HARMLESS_CALL.test(call));
}

/** As browsers do: its own size, else its view box's, else 300 × 150. */
function sizeOf(text: string): { width: number; height: number } {
  const root = text.slice(0, text.indexOf('>'));
  const number = (name: string): number | undefined => {
    const [, value] = new RegExp(` ${name}="([0-9.]{1,10})(?:px)?"`).exec(root) ?? [];
    const size = Math.round(Number(value));
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
