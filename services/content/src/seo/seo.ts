import { invalid } from '@siteninja/core';
import { type Seo } from './seo-fields';

/** Bytes of JSON. */
const MOST_STRUCTURED_DATA = 64 * 1024;

/** @throws invalid for structured data that cannot be stored as it is */
export function requireSeo({ structuredData }: Seo): void {
  if (structuredData === undefined) return;
  const wrong = (message: string) => invalid([{ field: 'seo.structuredData', message }]);
  if (Buffer.byteLength(JSON.stringify(structuredData)) > MOST_STRUCTURED_DATA) {
    throw wrong('It has more than 64 KB.');
  }
  const open: unknown[] = [structuredData];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      // To the database such a name would be an operator or a path.
      if (/^\$|[.\0]/.test(name)) throw wrong(`"${name}" is not a name that a property can have.`);
      open.push(inner);
    }
  }
}
