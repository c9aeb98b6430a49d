import { isDeepStrictEqual } from 'node:util';
import { isObject } from '@siteninja/core';

export interface ContentChange {
  /** JSON Pointer (RFC 6901) within the content, such as `/items/0/text`. */
  path: string;
  /** Null where there was nothing. */
  before: unknown;
  /** Null where there is nothing any more. */
  after: unknown;
}

/** The values that differ, each at its own place; items of a list are compared by their number. */
export function contentDiff(before: unknown, after: unknown, path = ''): ContentChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, now] = [partsOf(before), partsOf(after)];
  if (!old || !now || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before: before ?? null, after: after ?? null }];
  }
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names].flatMap((name) =>
    contentDiff(old.get(name), now.get(name), `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function partsOf(value: unknown): Map<string, unknown> | null {
  return Array.isArray(value) || isObject(value) ? new Map(Object.entries(value)) : null;
}
