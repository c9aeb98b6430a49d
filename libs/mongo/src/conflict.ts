import { errorEntry } from '@siteninja/contracts';
import { DomainError } from '@siteninja/core';
import { type CollectionDefinition, type Index } from './definition';
import { isDuplicateKey } from './duplicate-key';

/** The conflict that the broken unique index declares; undefined for any other error. */
export function conflictFrom(error: unknown, definition: CollectionDefinition): DomainError | undefined {
  if (!isDuplicateKey(error)) return undefined;
  // Bulk writes tell the broken index in their message alone.
  const name = / index: (\S+) /.exec(error.message)?.[1];
  const broken = definition.indexes.find((index) => index.unique && nameOf(index) === name);
  if (!broken?.conflict) return undefined;
  const { code, field } = broken.conflict;
  const message = errorEntry(code)?.cause ?? 'There is one like it already.';
  return new DomainError('conflict', code, message, { details: [{ field, message }], cause: error });
}

/** The name that MongoDB gives an index by its fields. */
function nameOf({ fields }: Index): string {
  return Object.entries(fields).flat().join('_');
}
