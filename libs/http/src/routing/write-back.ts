import { isDeepStrictEqual } from 'node:util';
import { type Ctx, DomainError, isObject, requireMatch } from '@siteninja/core';
import { type FieldError } from '@siteninja/schema';
import { Result, type Route } from './route';

/** The body of an update, divided by what the route says of its fields. */
export interface Update {
  body: Record<string, unknown>;
  /** What the operation may be given. */
  writable: Record<string, unknown>;
  readOnly: Record<string, unknown>;
}

/** Null for what is no update of a resource, or no object. */
export function updateOf<C extends Ctx>(route: Route<C>, body: unknown): Update | null {
  if (!route.current || !isObject(body)) return null;
  const isReadOnly = (name: string): boolean => route.readOnlyFields.includes(name);
  const fields = Object.entries(body);
  return {
    body,
    writable: Object.fromEntries(fields.filter(([name]) => !isReadOnly(name))),
    readOnly: Object.fromEntries(fields.filter(([name]) => isReadOnly(name))),
  };
}

/**
 * Compares an update with what a GET answers now, by content: the order of keys does not count.
 * @returns the answer, where every field of the body is as it is stored, and so nothing changes; else an error for
 *   each read-only field that differs
 * @throws precondition_failed
 */
export async function compareWithCurrent<C extends Ctx>(
  route: Route<C>,
  ctx: C,
  params: Record<string, unknown>,
  { body, readOnly }: Update,
): Promise<{ unchanged: unknown } | { errors: FieldError[] }> {
  const answer = await readCurrent(route, ctx, params);
  if (answer === null) return { errors: [] };
  const { data, options } = answer instanceof Result ? answer : new Result(answer, {});
  const stored = isObject(data) ? data : {};
  const isStored = ([name, value]: [string, unknown]): boolean => isDeepStrictEqual(value, stored[name]);
  if (Object.entries(body).every(isStored)) {
    requireMatch(ctx, () => options.etagOf ?? data);
    return { unchanged: answer };
  }
  const differing = Object.entries(readOnly).filter((field) => !isStored(field));
  return { errors: differing.map(([field]) => ({ field, message: `${field} is read-only.` })) };
}

/** There is no such resource, or no such account of the caller any more. */
const IS_GONE: ReadonlySet<string> = new Set(['not_found', 'unauthenticated']);

/** Null where there is none: the operation then says so itself. */
async function readCurrent<C extends Ctx>(
  { current }: Route<C>,
  ctx: C,
  params: Record<string, unknown>,
): Promise<unknown> {
  if (!current) return null;
  try {
    return await current(ctx, params);
  } catch (error) {
    if (error instanceof DomainError && IS_GONE.has(error.kind)) return null;
    throw error;
  }
}
