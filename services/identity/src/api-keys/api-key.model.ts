import { type Permission } from '@siteninja/core';
import { tenantCollection, type TenantRow } from '@siteninja/mongo';

export interface ApiKey {
  name: string;
  /** SHA-256 of the key; the key itself is shown once and kept nowhere. */
  keyHash: string;
  keyPrefix: string;
  permissions: Permission[];
  /** Requests an hour. */
  rateLimit: number;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  isActive: boolean;
  revokedAt: Date | null;
  createdBy: string;
}
export type ApiKeyRow = TenantRow<ApiKey>;

const text = { type: String, required: true };
const optionalDate = { type: Date, default: null };

export const apiKeys = tenantCollection<ApiKey>({
  name: 'apiKeys',
  fields: {
    name: text,
    keyHash: text,
    keyPrefix: text,
    permissions: { type: [String], required: true },
    rateLimit: { type: Number, required: true },
    lastUsedAt: optionalDate,
    expiresAt: optionalDate,
    isActive: { type: Boolean, required: true },
    revokedAt: optionalDate,
    createdBy: text,
  },
  indexes: [
    { fields: { keyHash: 1 }, unique: true, serves: 'finds the key that a request carries' },
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/api-keys' },
  ],
});
