import { invalid, walkJson } from '@siteninja/core';
import { type Infer } from '@siteninja/schema';
import { type seo } from '@siteninja/contracts';

export type Seo = Infer<typeof seo>;

const MAX_STRUCTURED_DATA_BYTES = 64 * 1024;

/**
 * @param prefix what stands before the names of the fields in the request
 * @throws invalid for structured data that cannot be stored as it is
 */
export function requireSeo({ structuredData }: Seo, prefix = 'seo.'): void {
  if (structuredData === undefined) return;
  const wrong = (message: string) => invalid([{ field: `${prefix}structuredData`, message }]);
  if (Buffer.byteLength(JSON.stringify(structuredData)) > MAX_STRUCTURED_DATA_BYTES) {
    throw wrong('It has more than 64 KB.');
  }
  for (const { name } of walkJson(structuredData)) {
    // MongoDB would read such a name as an operator or a path.
    if (/^\$|[.\0]/.test(name)) throw wrong(`"${name}" is not a name that a property can have.`);
  }
}
