/**
 * A filter value for text that contains `search` literally, whatever its case. (`$regex` and not a RegExp:
 * where the field is indexed SecantusDB finds nothing by the latter.)
 */
export function containing(search: string): { $regex: string; $options: 'i' } {
  return { $regex: search.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), $options: 'i' };
}
