import { DAY_MS } from '@siteninja/core';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { omit, s } from '@siteninja/schema';
import { feedEvent } from './feed-event.schema';

/** Ten more than the feed promises, so that a delivery which is still retried finds its event. */
const KEPT_SECONDS = (40 * DAY_MS) / 1_000;

/** The events of a tenant, numbered in the order in which they came. The id is the event's. */
export const feedEvents = tenantCollection({
  name: 'events',
  noun: 'event',
  fields: {
    ...omit(feedEvent, 'id', 'tenantId').fields,
    /** JSON text: stored byte for byte, whatever names the fields of the payload have. */
    data: s.string(),
    resourceType: s.string(),
    resourceId: s.string(),
    resourceVersion: s.integer(),
  },
  indexes: [
    {
      fields: { tenantId: 1, sequence: 1 },
      unique: true,
      serves: 'GET /tenants/:tenantId/events; two writers at once: the second numbers again',
    },
    { fields: { tenantId: 1, timestamp: 1 }, serves: 'POST /tenants/:tenantId/webhooks/:webhookId/replay' },
    { fields: { createdAt: 1 }, expiresAfterSeconds: KEPT_SECONDS, serves: 'events go after 40 days' },
  ],
});

export type FeedEventRow = RowOf<typeof feedEvents>;

/** The last sequence of each tenant. */
export const feedHeads = tenantCollection({
  name: 'feedHeads',
  fields: { sequence: s.integer() },
  indexes: [{ fields: { tenantId: 1 }, unique: true, serves: 'one a tenant, counted up by each event' }],
});
