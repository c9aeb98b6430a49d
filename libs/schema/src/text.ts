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

/** Where in JSON text is that `canonicalText` refuses. */
export class TextError extends Error {
  constructor(readonly path: readonly string[]) {
    super(TEXT_RULE);
  }
}

/** JSON with its texts and its keys as they are stored. @throws TextError */
export function canonicalJson(value: unknown, path: readonly string[] = []): unknown {
  if (typeof value === 'string') return canonicalOrThrow(value, path);
  if (Array.isArray(value)) {
    return value.map((item, index) => canonicalJson(item, [...path, String(index)]));
  }
  return isObject(value) ? mapEntries(value, path, canonicalJson) : value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The object with its keys as they are stored. @throws TextError */
export function canonicalKeys(value: unknown): unknown {
  return isObject(value) ? mapEntries(value, [], (item) => item) : value;
}

function mapEntries(
  value: object,
  path: readonly string[],
  map: (item: unknown, path: readonly string[]) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const at = [...path, key];
      return [canonicalOrThrow(key, at), map(item, at)];
    }),
  );
}

function canonicalOrThrow(text: string, path: readonly string[]): string {
  const canonical = canonicalText(text);
  if (canonical === undefined) throw new TextError(path);
  return canonical;
}
