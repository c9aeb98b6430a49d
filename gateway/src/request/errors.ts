import { DomainError } from '@siteninja/core';

/** @param allow the methods that there are, for the `Allow` header */
export function methodNotAllowed(allow: string): DomainError {
  const message = 'There is no such method here.';
  return new DomainError('method_not_allowed', 'request.method_not_allowed', message, {
    headers: { Allow: allow },
  });
}
