import { type Infer, s } from '@siteninja/schema';

/** What happened in a tenant, as the feed gives it and webhooks deliver it. */
export const feedEvent = s.named(
  'FeedEvent',
  s.object({
    id: s.describe(s.uuid(), "The event's; a webhook's deliveries carry it as `webhook-id`."),
    type: s.describe(s.string(), 'Such as page.created; GET /webhooks/event-types lists them all.'),
    timestamp: s.describe(s.dateTime(), 'When it happened.'),
    tenantId: s.uuid(),
    sequence: s.describe(s.integer({ min: 1 }), "The event's place among those of the tenant, without gaps."),
    data: s.describe(
      s.anyObject(),
      'What a GET gave of the resource at that moment; of a deleted one, just before.',
    ),
  }),
);
export type FeedEvent = Infer<typeof feedEvent>;

/** The same event in the JSON format of CloudEvents 1.0. */
export const cloudEvent = s.named(
  'CloudEvent',
  s.object({
    specversion: s.enum('1.0'),
    id: s.uuid(),
    source: s.describe(s.string(), "The tenant's path."),
    type: s.string(),
    subject: s.describe(s.string(), "The resource's id."),
    time: s.dateTime(),
    datacontenttype: s.enum('application/json'),
    tenantid: s.uuid(),
    sequence: s.describe(s.string(), 'Of the extension of this name; a number, as the type says.'),
    sequencetype: s.enum('Integer'),
    data: s.anyObject(),
  }),
);
export type CloudEvent = Infer<typeof cloudEvent>;

export const feedQuery = s.object({
  after: s.describe(
    s.default(s.integer({ min: 0 }), 0),
    'The last sequence that is known already; without it, from the start.',
  ),
  limit: s.describe(s.default(s.integer({ min: 1 }), 20), 'Above 100 is taken as 100.'),
  format: s.describe(s.default(s.enum('siteninja', 'cloudevents'), 'siteninja'), 'The form of the items.'),
});
export type FeedQuery = Infer<typeof feedQuery>;

/** One stretch of the feed, oldest first. */
export const feedPage = s.object({
  items: s.array(s.oneOf(feedEvent, cloudEvent), { max: 100 }),
  pagination: s.object({
    limit: s.integer(),
    hasNext: s.boolean(),
    nextCursor: s.describe(s.integer({ min: 0 }), 'The last sequence: what to ask for next as `after`.'),
  }),
});
