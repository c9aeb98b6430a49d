import { EVENTS } from '@siteninja/contracts';
import { type ObjectSchema, type Fields, s } from '@siteninja/schema';
import { documentSchema, singlePage } from '@siteninja/http';
import { feedEvent } from '../event-feed/feed-event.schema';

/** What `POST …/test` delivers; it happens in no tenant, and so has no place in a feed. */
export const WEBHOOK_TEST = 'webhook.test';
export const webhookTest = s.object({ webhookId: s.uuid(), message: s.string() });

/** Every type that a webhook may be told of, with what is delivered. Made once: it takes tens of milliseconds. */
export const listEventTypes = once(() => {
  const types = Object.entries(EVENTS).map(([type, { resource, data }]) =>
    entryOf(type, resource, s.object({ ...feedEvent.fields, type: s.enum(type), data })),
  );
  const { id, timestamp, tenantId } = feedEvent.fields;
  const test = s.object({ id, type: s.enum(WEBHOOK_TEST), timestamp, tenantId, data: webhookTest });
  return singlePage([...types, entryOf(WEBHOOK_TEST, 'webhook', test)]);
});

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function entryOf(type: string, resource: string, delivered: ObjectSchema<Fields>) {
  const { schema, example } = documentSchema(delivered);
  return { type, resource, schema, example: Object.assign({}, example) };
}
