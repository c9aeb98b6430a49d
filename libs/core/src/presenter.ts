import { type Fields, type InferFields, type ObjectSchema, type StoredFields } from '@siteninja/schema';

/** A row, or anything like one, that has all fields of an answer. */
export type Presentable<F extends Fields> = StoredFields<Omit<F, 'id'>> & { _id: string };

/**
 * Makes an answer of a row: exactly the fields of the answer's schema, so that whatever else a row holds stays
 * inside. `_id` is presented as `id`, times as RFC 3339 text; absent optional fields stay absent.
 */
export function presenter<F extends Fields>(
  schema: ObjectSchema<F>,
): (row: Presentable<F>) => InferFields<F> {
  const names = Object.keys(schema.fields);
  return (row) => {
    const presented: Record<string, unknown> = {};
    for (const name of names) {
      const value: unknown = name === 'id' ? row._id : Reflect.get(row, name);
      if (value !== undefined) presented[name] = value instanceof Date ? value.toISOString() : value;
    }
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the names and types are the schema's
    return presented as InferFields<F>;
  };
}
