/** A colour as six hexadecimal digits, with those of `#RGB` doubled. Undefined for what is no colour. */
export function canonicalColor(text: string): string | undefined {
  if (!/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text)) return undefined;
  return text.length === 4 ? text.replace(/[0-9a-f]/gi, '$&$&') : text;
}
