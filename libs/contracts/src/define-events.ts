import { type Fields, type ObjectSchema } from '@siteninja/schema';

/** What one type of event promises to everybody who reads it: consumers, webhooks, the audit log. */
export interface EventContract<F extends Fields = Fields> {
  /** What it happens to, in the singular, as events and the audit log call it: `page`. */
  resource: string;
  /** What was done, in base form: `page.create`. The audit log calls it so. */
  action: string;
  /** The payload: the resource as clients see it after the change (before it, when it is deleted). */
  data: ObjectSchema<F>;
}

type Contracts<R extends string, V extends Record<string, string>, F extends Fields> = {
  [Past in keyof V & string as `${R}.${Past}`]: EventContract<F>;
};

/**
 * The events of one resource with the same payload.
 * @param name what their types begin with
 * @param verbs past form → base form: `{ created: 'create' }`
 * @param resource what a GET gives by the id that the events name, where that is called otherwise
 */
export function defineEvents<
  const R extends string,
  const V extends Record<string, string>,
  F extends Fields,
>(name: R, data: ObjectSchema<F>, verbs: V, resource: string = name): Contracts<R, V, F> {
  const contracts = Object.entries(verbs).map(([past, base]): [string, EventContract<F>] => [
    `${name}.${past}`,
    { resource, action: `${name}.${base}`, data },
  ]);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- Object.fromEntries forgets the names
  return Object.fromEntries(contracts) as Contracts<R, V, F>;
}
