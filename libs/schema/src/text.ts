/** Most text: neither form nor characters have to be looked at. */
const PLAIN = /^[\t\n\x20-\x7e]*$/;

/**
 * What an HTML document may not hold (HTML 13.2.3.5) and storage could not give back: control characters but tab and
 * line feed, lone surrogates, noncharacters such as U+FFFE.
 */
const FORBIDDEN = /(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

/** How errors tell of text that `canonicalText` refuses. */
export const TEXT_RULE = 'must be text without control characters';

/** Text as it is stored: in NFC, lines ended by line feeds. Undefined where it holds what no text may hold. */
export function canonicalText(value: string): string | undefined {
  if (PLAIN.test(value)) return value;
  const text = value.replaceAll('\r\n', '\n');
  return FORBIDDEN.test(text) ? undefined : text.normalize('NFC');
}

/** Where in a JSON value something stands: names of fields, and indexes. */
export type JsonPath = readonly string[];

/** JSON in the form in which it is stored, and where it holds text that `canonicalText` refuses. */
export interface CanonicalJson {
  readonly value: unknown;
  readonly refused: readonly JsonPath[];
}

/** JSON with its texts and its keys as they are stored. */
export function canonicalJson(json: unknown): CanonicalJson {
  const refused: JsonPath[] = [];
  const read = (value: unknown, path: JsonPath): unknown => {
    if (typeof value === 'string') return canonicalOr(value, path, refused);
    if (Array.isArray(value)) return value.map((item, index) => read(item, [...path, String(index)]));
    return isObject(value) ? mapEntries(value, path, refused, read) : value;
  };
  return { value: read(json, []), refused };
}

/** The object with its keys as they are stored. */
export function canonicalKeys(json: unknown): CanonicalJson {
  const refused: JsonPath[] = [];
  const value = isObject(json) ? mapEntries(json, [], refused, (item) => item) : json;
  return { value, refused };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function mapEntries(
  value: object,
  path: JsonPath,
  refused: JsonPath[],
  map: (item: unknown, path: JsonPath) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const at = [...path, key];
      return [canonicalOr(key, at, refused), map(item, at)];
    }),
  );
}

/** The text itself where it is refused, which is then noted. */
function canonicalOr(text: string, path: JsonPath, refused: JsonPath[]): string {
  const canonical = canonicalText(text);
  if (canonical === undefined) refused.push(path);
  return canonical ?? text;
}
