import { globalCollection, type RowOf, tenantCollection } from '@siteninja/mongo';
import { keyUsage } from '@siteninja/contracts';
import { omit, s } from '@siteninja/schema';

const SECONDS_A_DAY = 24 * 60 * 60;

/** How often an API key got one kind of answer on one day. */
export const apiKeyUsage = tenantCollection({
  name: 'apiKeyUsage',
  fields: {
    ...omit(keyUsage, 'day').fields,
    apiKeyId: s.uuid(),
    /** When the day begins, in UTC. */
    day: s.dateTime(),
  },
  indexes: [
    {
      fields: { tenantId: 1, apiKeyId: 1, day: -1, endpoint: 1, method: 1, statusCode: 1 },
      unique: true,
      serves: 'one counter of a kind of answer',
    },
    {
      fields: { tenantId: 1, apiKeyId: 1, day: -1, _id: -1 },
      serves: 'GET /tenants/:tenantId/api-keys/:keyId/usage',
    },
    {
      fields: { day: 1 },
      expiresAfterSeconds: 91 * SECONDS_A_DAY,
      serves: 'deletion 90 days after the end of the day',
    },
  ],
});
export type ApiKeyUsageRow = RowOf<typeof apiKeyUsage>;

/** The batches that have been counted: a gateway sends one again where it got no answer. */
export const apiKeyUsageBatches = globalCollection({
  name: 'apiKeyUsageBatches',
  fields: {},
  indexes: [
    {
      fields: { createdAt: 1 },
      expiresAfterSeconds: SECONDS_A_DAY,
      serves: 'deletion of batches that no gateway sends again',
    },
  ],
});
