import { type ErrorKind } from '@siteninja/core';

/** What the reference says of an error code: `/docs/errors/<code>`. */
export interface ErrorEntry {
  kind: ErrorKind;
  cause: string;
  cure: string;
}

export const entry = (kind: ErrorKind, cause: string, cure: string): ErrorEntry => ({ kind, cause, cure });
export const notFound = (what: string): ErrorEntry =>
  entry(
    'not_found',
    `There is no such ${what}, or it belongs to another tenant.`,
    'Check the id in the path. List the resource to see the ids that exist.',
  );
