import { type Infer, s } from '@siteninja/schema';

export const delivery = s.named(
  'Delivery',
  s.object({
    id: s.uuid(),
    tenantId: s.uuid(),
    webhookId: s.uuid(),
    eventId: s.describe(s.uuid(), 'The `webhook-id` that it was sent with.'),
    eventType: s.string(),
    status: s.enum('succeeded', 'failed'),
    attempt: s.describe(s.integer({ min: 1 }), 'The first is 1.'),
    responseStatus: s.describe(s.nullable(s.integer()), 'Null where there was no answer.'),
    responseBody: s.describe(s.nullable(s.string({ min: 0, max: 30_000 })), 'The first 20 KB.'),
    errorMessage: s.nullable(s.string()),
    durationMs: s.integer({ min: 0 }),
    nextAttemptAt: s.describe(s.nullable(s.dateTime()), 'When it is tried again; null where it is not.'),
    payload: s.describe(s.nullable(s.anyObject()), 'What was sent; null once its event is no longer kept.'),
    createdAt: s.dateTime(),
  }),
);
export type Delivery = Infer<typeof delivery>;

export const replay = s.object({
  from: s.describe(s.dateTime(), 'Events at this moment or later.'),
  to: s.describe(s.dateTime(), 'At this moment or earlier.'),
});
export type Replay = Infer<typeof replay>;

/** What will be delivered. */
export const queued = s.named('QueuedDelivery', s.object({ eventId: s.uuid(), eventType: s.string() }));
export const replayed = s.named('Replay', s.object({ count: s.integer({ min: 0 }) }));
