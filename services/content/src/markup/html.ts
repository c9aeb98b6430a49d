import { escapeHtml } from '@siteninja/core';
/**
 * Markup that is sent without escaping. Its private field keeps anything from storage or a request from passing as
 * markup: only the functions of this module make it.
 */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** A value in a template: text is escaped, lists are joined, absent values become nothing. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

/** Marks text as markup; only for our own code and the sanitiser's output. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.toString();
  if (value === undefined || value === null || value === false) return '';
  if (typeof value === 'object') return value.map(markupOf).join('');
  return escapeHtml(String(value));
}

/**
 * A template whose values are escaped unless they are `Html`. Its own line breaks stay, as they separate words; the
 * indentation after them goes. White space in values is the author's and stays. A value directly after `=` throws:
 * escaping protects quoted attributes only.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  const parts = withoutIndentation(strings);
  let markup = parts[0] ?? '';
  values.forEach((value, index) => {
    if (parts[index]?.endsWith('=')) throw new Error('html: an attribute value must stand in quotes');
    const shown = markupOf(value);
    const after = parts[index + 1] ?? '';
    // A line whose value is absent leaves no empty line.
    markup += shown === '' && markup.endsWith('\n') ? after.replace(/^\n/, '') : shown + after;
  });
  return new Html(markup);
}

/** Each template is read once: its strings are the same object every time. */
const templates = new WeakMap<TemplateStringsArray, readonly string[]>();

function withoutIndentation(strings: TemplateStringsArray): readonly string[] {
  const known = templates.get(strings);
  if (known) return known;
  const parts = strings.map((part) => part.replace(/\n\s+/g, '\n'));
  templates.set(strings, parts);
  return parts;
}

/** Attributes with a space before each; absent ones are left out. Event handlers and styles are refused. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): Html {
  let markup = '';
  for (const [name, value] of Object.entries(values)) {
    if (!/^[a-z][a-z-]*$/.test(name) || /^(on|style)/.test(name)) throw new Error(`html: attribute ${name}`);
    if (value !== undefined) markup += ` ${name}="${escapeHtml(String(value))}"`;
  }
  return new Html(markup);
}

/** JSON for a `<script>` data block: nothing in it can end the element. */
export function jsonForScript(value: unknown): Html {
  const json = JSON.stringify(value) ?? 'null';
  return new Html(
    json.replace(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
}
