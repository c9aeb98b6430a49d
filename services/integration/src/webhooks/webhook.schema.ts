import { EVENT_TYPES, webhook } from '@siteninja/contracts';
import { type Infer, omit, partial, s } from '@siteninja/schema';

export { webhook };
export type Webhook = Infer<typeof webhook>;

/** A webhook with its secret, which is shown this once. */
export const createdWebhook = s.named(
  'CreatedWebhook',
  s.object({
    ...webhook.fields,
    secret: s.describe(s.string(), 'Verifies what is delivered: `whsec_` and 32 bytes in base64.'),
  }),
);

export const newWebhook = s.object({
  ...omit(
    webhook,
    'id',
    'tenantId',
    'revision',
    'createdAt',
    'updatedAt',
    'disabledReason',
    'publicKey',
    'lastTriggeredAt',
    'lastStatusCode',
    'failureCount',
  ).fields,
  events: s.array(s.enum('*', ...EVENT_TYPES), { min: 1, max: 500, unique: true }),
});
export type NewWebhook = Infer<typeof newWebhook>;

export const webhookChange = partial(newWebhook);
export type WebhookChange = Infer<typeof webhookChange>;

export const eventTypeEntry = s.named(
  'EventTypeEntry',
  s.object({
    type: s.describe(s.string(), 'Such as page.created.'),
    resource: s.describe(s.string(), 'What it happens to.'),
    schema: s.describe(s.anyObject(), 'JSON Schema (draft 2020-12) of what is delivered.'),
    example: s.describe(s.anyObject(), 'A delivery.'),
  }),
);
