/**
 * The filter of a `search` parameter: rows that hold the text in one of the fields, literally, whatever its
 * case. NUL is written out, because a pattern in BSON ends at one; `$regex` and not a RegExp, by which
 * SecantusDB finds nothing where the field is indexed.
 */
export function containing(
  search: string,
  fields: readonly string[],
): Record<string, { $regex: string; $options: 'i' }>[] {
  const literal = search.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\0', '\\x00');
  return fields.map((field) => ({ [field]: { $regex: literal, $options: 'i' } }));
}
