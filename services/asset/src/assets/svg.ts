import { DomainError } from '@siteninja/core';
import sanitizeHtml from 'sanitize-html';
import { refused } from './media-type';
import {
  ATTRIBUTES,
  CONDITIONS,
  ELEMENTS,
  IGNORED_DECLARATION,
  INVISIBLE,
  isHarmless,
  isOwnReference,
  LINKS,
  PRESENTATION,
} from './svg-rules';
import { sizeOf } from './svg-size';
import { UseCounter } from './svg-use';

/** An SVG that neither runs scripts nor loads anything. */
export interface CleanSvg {
  text: string;
  width: number;
  height: number;
}

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 5_000;
const MAX_ATTRIBUTES = 64;
/** Kinds of elements that are dropped. */
const MAX_DROPPED = 200;

const NAMESPACES: Record<string, string> = {
  xmlns: 'http://www.w3.org/2000/svg',
  'xmlns:xlink': 'http://www.w3.org/1999/xlink',
};

/**
 * Keeps an SVG as it looks in an `<img>`, or refuses it and names the part that cannot be kept: what would load, embed
 * or move something. Drops what shows nothing there, such as scripts, handlers, metadata and links.
 *
 * The rules decide, not a comparison of renderings: a renderer would be given files of strangers before they are
 * cleaned, and knows less than browsers do (animations, `foreignObject`). The tests compare renderings instead.
 * @throws unsupported_media_type for what is no SVG, too_large, invalid where it would not look the same
 */
export function cleanSvg(bytes: Buffer): CleanSvg {
  const text = sanitize(utf8(bytes));
  const start = text.indexOf('<svg');
  const end = text.lastIndexOf('</svg>');
  if (start < 0 || end < start) throw unreadable();
  return { text: text.slice(start, end + '</svg>'.length), ...sizeOf(text.slice(start)) };
}

function tooLarge(): DomainError {
  const message = `An SVG may have ${MAX_ELEMENTS} elements. Upload larger ones as PNG.`;
  return new DomainError('too_large', 'asset.too_large', message, { details: [{ field: 'file', message }] });
}

function unreadable(cause?: unknown): DomainError {
  return refused('asset.unsupported_type', 'This is no SVG that can be read.', cause);
}

function unsupported(what: string): DomainError {
  const message = `This SVG has ${what}, and would not look the same without it. Export it as plain paths, or as PNG.`;
  return new DomainError('invalid', 'asset.svg_unsupported', message, {
    details: [{ field: 'file', message }],
  });
}

function styled(): DomainError {
  const message =
    'This SVG has a style sheet. Export it with presentation attributes or inline styles instead.';
  return new DomainError('invalid', 'asset.svg_style_sheet', message, {
    details: [{ field: 'file', message }],
  });
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(error);
  }
}

function sanitize(source: string): string {
  if (/<\?xml-stylesheet/i.test(source)) throw styled();
  if (/<!DOCTYPE[^>[]*\[/i.test(source)) throw unsupported('entities of its own in its DOCTYPE');
  let elements = 0;
  const open: string[] = [];
  const uses = new UseCounter();
  const dropped = droppedIn(source);
  const cleaned = sanitizeHtml(source, {
    parser: { xmlMode: true, decodeEntities: true, lowerCaseTags: false, lowerCaseAttributeNames: false },
    allowedTags: ELEMENTS,
    allowedAttributes: { '*': [...ATTRIBUTES], svg: [...ATTRIBUTES, ...Object.keys(NAMESPACES)] },
    nonTextTags: dropped,
    parseStyleAttributes: false,
    // These options let relative links pass; `attributesOf` checks links more strictly.
    allowedSchemes: [],
    allowProtocolRelative: false,
    onOpenTag: (name, attributes) => {
      open.push(name);
      elements += 1;
      // The parser's work grows with the square of the depth.
      if (open.length > MAX_DEPTH || Object.keys(attributes).length > MAX_ATTRIBUTES) throw unreadable();
      if (elements > MAX_ELEMENTS) throw tooLarge();
      if (name.toLowerCase() === 'style') throw styled();
      uses.open(attributes, name === 'use');
    },
    onCloseTag: () => {
      open.pop();
      uses.close();
    },
    transformTags: {
      '*': (name, attributes) => {
        const tagName = keptAs(name, open.slice(0, -1), dropped);
        return { tagName, attribs: ELEMENTS.includes(tagName) ? attributesOf(name, attributes) : {} };
      },
    },
  });
  if (!uses.isBounded()) throw unsupported('symbols that use each other too often');
  return cleaned;
}

/** The name that an element is kept under; its own, where it is dropped. @throws invalid where it would be missed */
function keptAs(name: string, ancestors: readonly string[], dropped: readonly string[]): string {
  if (ancestors.length === 0 && name !== 'svg') throw unreadable();
  if (ELEMENTS.includes(name) || dropped.includes(name)) return name;
  if (name === 'a') return ancestors.includes('text') ? 'tspan' : 'g';
  if (ancestors.some((ancestor) => ancestor === 'title' || ancestor === 'desc')) return name;
  throw unsupported(`an element <${name.slice(0, 40)}>`);
}

/** The elements that are dropped with what is in them: of other vocabularies, and those that show nothing. */
function droppedIn(source: string): string[] {
  const own = prefixesOfSvg(source);
  const names = new Set([...source.matchAll(/<([^\s<>/!?]{1,100})/g)].flatMap(([, name]) => name ?? []));
  const dropped = [...names].filter((name) => {
    const [prefix = '', local] = name.split(':');
    return local === undefined ? INVISIBLE.has(name.toLowerCase()) : !own.includes(prefix);
  });
  if (dropped.length > MAX_DROPPED) throw unreadable();
  return dropped;
}

function prefixesOfSvg(source: string): string[] {
  const bound = source.matchAll(/\sxmlns:([\w.-]{1,40})\s*=\s*["']http:\/\/www\.w3\.org\/2000\/svg["']/g);
  return [...bound].flatMap(([, prefix]) => prefix ?? []);
}

function attributesOf(tagName: string, attributes: Record<string, string>): Record<string, string> {
  const { style, ...given } = attributes;
  const { asAttributes, others } = declarations(style, tagName);
  const all = Object.entries({ ...given, ...asAttributes, ...others });
  const kept = all.filter(([name, value]) => isKept(tagName, name, value));
  return { ...Object.fromEntries(kept), ...(tagName === 'svg' ? NAMESPACES : {}) };
}

/** @throws invalid for an attribute that is seen, and cannot be kept */
function isKept(tagName: string, name: string, value: string): boolean {
  if (CONDITIONS.has(name) && value.trim() !== '') throw unsupported(`an attribute ${name}`);
  if (!ATTRIBUTES.has(name)) return false;
  if (LINKS.includes(name)) {
    // An `a` is shown as the group that it is.
    if (tagName === 'a') return false;
    if (isOwnReference(value)) return true;
    throw unsupported(`a reference of <${tagName}> to another file`);
  }
  // Only an id that can be referred to counts; a reference to any other is refused by itself.
  if (name === 'id') return /^[^\s"'<>()\\]+$/.test(value);
  if (isHarmless(value)) return true;
  throw unsupported(`an attribute ${name} that cannot be kept`);
}

/** CSS has no lengths without a unit in these, other than 0. */
const LENGTHS = new Set(['font-size', 'letter-spacing', 'word-spacing', 'width', 'height']);

/** `fill: red; stroke: blue` as the attributes that mean the same, and the declarations that no attribute has. */
function declarations(style: string | undefined, tagName: string) {
  const asAttributes: Record<string, string> = {};
  const rest: Record<string, string> = {};
  for (const declaration of (style ?? '').replace(/\/\*[\s\S]{0,1000}?\*\//g, ' ').split(';')) {
    const colon = declaration.indexOf(':');
    const name = declaration.slice(0, colon).trim().toLowerCase();
    // Without style sheets nothing is less important.
    const value = declaration
      .slice(colon + 1)
      .replace(/!\s*important\s*$/i, '')
      .trim();
    if (colon < 0 || value === '' || IGNORED_DECLARATION.test(name)) continue;
    if (LENGTHS.has(name) && /^[+-]?[\d.]*[1-9][\d.]*$/.test(value)) continue;
    const isSize = tagName === 'svg' && (name === 'width' || name === 'height');
    if (PRESENTATION.includes(name) || isSize) asAttributes[name] = value;
    else if (!/^[a-z-]{1,40}$/.test(name) || !isHarmless(value)) {
      throw unsupported(`a style ${name.slice(0, 40)} that cannot be kept`);
    } else rest[name] = value;
  }
  const text = Object.entries(rest).map(([name, value]) => `${name}:${value}`);
  return { asAttributes, others: text.length > 0 ? { style: text.join(';') } : {} };
}
