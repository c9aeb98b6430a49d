import { tenantCollection, type TenantRow } from '@siteninja/mongo';

export const ACTOR_TYPES = ['user', 'api_key', 'system', 'ai'] as const;

/** Whose chain the events without a tenant form; no tenant has this id. */
export const PLATFORM = 'platform';

/** Who did what to which thing, and from where: what is erased with its tenant. */
export interface AuditDetails {
  userId: string | null;
  apiKeyId: string | null;
  resourceId: string | null;
  ipAddress: string | null;
  userAgent: string | null;
  requestId: string | null;
  /** JSON, as the next two: kept byte for byte, whatever names the fields of the value have. */
  oldValue: string | null;
  newValue: string | null;
  metadata: string | null;
}

/** One entry: append only. Its id is its event's. */
export interface AuditLog extends AuditDetails {
  /** From 1, without gaps, in the tenant's chain. */
  sequence: number;
  /** When it happened; the common `createdAt` is when it was written down. */
  occurredAt: Date;
  action: string;
  actorType: (typeof ACTOR_TYPES)[number];
  resourceType: string;
  /** Makes `detailsHash` tell nothing of the details once they, and this, are erased. */
  salt: string | null;
  detailsHash: string;
  /** Null for the first. */
  previousHash: string | null;
  hash: string;
}
export type AuditLogRow = TenantRow<AuditLog>;

const text = { type: String, required: true };
const optionalText = { type: String, default: null };

export const auditLogs = tenantCollection<AuditLog>({
  name: 'auditLogs',
  fields: {
    sequence: { type: Number, required: true },
    occurredAt: { type: Date, required: true },
    action: text,
    actorType: text,
    resourceType: text,
    userId: optionalText,
    apiKeyId: optionalText,
    resourceId: optionalText,
    ipAddress: optionalText,
    userAgent: optionalText,
    requestId: optionalText,
    oldValue: optionalText,
    newValue: optionalText,
    metadata: optionalText,
    salt: optionalText,
    detailsHash: text,
    previousHash: optionalText,
    hash: text,
  },
  indexes: [
    {
      fields: { tenantId: 1, sequence: 1 },
      unique: true,
      serves: 'of two writers at once one numbers again; walking the chain',
    },
    { fields: { tenantId: 1, occurredAt: -1, _id: -1 }, serves: 'GET /tenants/:tenantId/audit-logs' },
    { fields: { tenantId: 1, resourceId: 1, occurredAt: -1 }, serves: 'what was done to one thing' },
    { fields: { tenantId: 1, userId: 1, occurredAt: -1 }, serves: 'what one user did' },
    { fields: { occurredAt: -1, _id: -1 }, serves: 'GET /audit-logs' },
  ],
});

/** The end of a chain: without it, cutting off the last entries would go unnoticed. */
export interface AuditHead {
  sequence: number;
  hash: string;
}

export const auditHeads = tenantCollection<AuditHead>({
  name: 'auditHeads',
  fields: { sequence: { type: Number, required: true }, hash: text },
  indexes: [{ fields: { tenantId: 1 }, unique: true, serves: 'one a chain, read before each entry' }],
});
