import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { apiKey } from './api-key.schema';

export const apiKeys = tenantCollection({
  name: 'apiKeys',
  noun: 'api_key',
  fields: {
    ...apiKey.fields,
    /** SHA-256 of the key, hex; the key itself is not stored. */
    keyHash: s.string({ min: 64, max: 64 }),
    /** That of the key from before the last rotation. */
    previousKeyHash: s.nullable(s.string({ min: 64, max: 64 })),
    /** The key that made this one, the key that made that, and so on. Keys that people made have none. */
    ancestorIds: s.optional(s.array(s.uuid())),
  },
  indexes: [
    { fields: { keyHash: 1 }, unique: true, serves: 'the key that a request carries' },
    { fields: { previousKeyHash: 1 }, serves: 'the replaced key that a request carries' },
    { fields: { tenantId: 1, ancestorIds: 1 }, serves: 'the keys that end with the key that made them' },
    {
      fields: { tenantId: 1, createdBy: 1 },
      serves: 'the keys that end with the membership of their creator',
    },
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/api-keys' },
    { fields: { tenantId: 1, name: 1 }, alphabetical: true, serves: 'the list by name' },
  ],
});
export type ApiKeyRow = RowOf<typeof apiKeys>;
