import { DAY_MS } from '@siteninja/core';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { omit, s } from '@siteninja/schema';
import { delivery } from './delivery.schema';

const KEPT_SECONDS = (30 * DAY_MS) / 1_000;

/** One event for one webhook, and when it is next attempted. */
export const deliveries = tenantCollection({
  name: 'deliveries',
  noun: 'delivery',
  fields: {
    webhookId: s.uuid(),
    eventId: s.uuid(),
    eventType: s.string(),
    /** The bytes of a delivery that is of no event of the feed; of the others they are made from their event. */
    body: s.nullable(s.string()),
    payload: s.enum('full', 'thin'),
    /** Attempts so far. */
    attempts: s.integer(),
    /** When it is due, or when the lease of the process that has it ends. Null once it is over. */
    nextAttemptAt: s.nullable(s.dateTime()),
    /** Names the claim of the process that has it. */
    claim: s.nullable(s.string()),
  },
  indexes: [
    { fields: { nextAttemptAt: 1 }, serves: 'the dispatcher, which looks for what is due' },
    { fields: { createdAt: 1 }, expiresAfterSeconds: KEPT_SECONDS, serves: 'deliveries go after 30 days' },
  ],
});

export type DeliveryRow = RowOf<typeof deliveries>;

/** One row an attempt. */
export const deliveryAttempts = tenantCollection({
  name: 'deliveryAttempts',
  noun: 'delivery',
  fields: {
    ...omit(delivery, 'id', 'tenantId', 'createdAt', 'payload').fields,
    deliveryId: s.uuid(),
  },
  indexes: [
    {
      fields: { tenantId: 1, webhookId: 1, createdAt: -1 },
      serves: 'GET /tenants/:tenantId/webhooks/:webhookId/deliveries',
    },
    { fields: { createdAt: 1 }, expiresAfterSeconds: KEPT_SECONDS, serves: 'attempts go after 30 days' },
  ],
});

export type DeliveryAttemptRow = RowOf<typeof deliveryAttempts>;
