/**
 * The filter of a `search` parameter: rows that hold the text in one of the fields. It is literal and ignores
 * case; NUL is written out, because a pattern in BSON ends at one.
 */
export function containing(search: string, fields: readonly string[]): Record<string, RegExp>[] {
  const literal = new RegExp(search.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\0', '\\x00'), 'i');
  return fields.map((field) => ({ [field]: literal }));
}
