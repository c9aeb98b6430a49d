import { type DomainEvent } from '@siteninja/contracts';
import { type Fields, type InferFields, type ObjectSchema, parse } from '@siteninja/schema';

/**
 * Parses those fields of an event's data that this service reads, and ignores the others, at every depth: a newer
 * service may have added them.
 * @throws where they are not what the schema says: the event is then retried, and at last dead-lettered
 */
export function readEvent<F extends Fields>(schema: ObjectSchema<F>, event: DomainEvent): InferFields<F> {
  return readFields(schema, event.data, event.type);
}

/** The same for any object that another service has made. */
export function readFields<F extends Fields>(
  schema: ObjectSchema<F>,
  from: Record<string, unknown>,
  what: string,
): InferFields<F> {
  const checked = parse(schema, from, { stripUnknown: true });
  if ('errors' in checked) throw new Error(`${what} has other data: ${JSON.stringify(checked.errors)}`);
  return checked.value;
}
