import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { omit, s } from '@siteninja/schema';
import { webhook } from './webhook.schema';

const encrypted = s.string();
const { lastTriggeredAt, lastStatusCode, failureCount } = webhook.fields;

export const webhooks = tenantCollection({
  name: 'webhooks',
  noun: 'webhook',
  fields: {
    ...omit(webhook, 'lastTriggeredAt', 'lastStatusCode', 'failureCount').fields,
    secret: encrypted,
    signingKey: encrypted,
    /** What signs as well, until `previousUntil`. */
    previousSecret: s.nullable(encrypted),
    previousSigningKey: s.nullable(encrypted),
    previousUntil: s.nullable(s.dateTime()),
  },
  indexes: [
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/webhooks' },
    { fields: { tenantId: 1, isActive: 1 }, serves: 'whom an event is delivered to' },
  ],
});

export type WebhookRow = RowOf<typeof webhooks>;

/**
 * How deliveries go, by the id of the webhook. Apart from the webhook, as it changes with every delivery: a change
 * that a person makes then clashes with none of them.
 */
export const webhookStats = tenantCollection({
  name: 'webhookStats',
  noun: 'webhook',
  fields: {
    lastTriggeredAt,
    lastStatusCode,
    failureCount,
    /** Of the first failure since the last success. */
    failingSince: s.nullable(s.dateTime()),
  },
  indexes: [],
});

export type WebhookStatsRow = RowOf<typeof webhookStats>;
