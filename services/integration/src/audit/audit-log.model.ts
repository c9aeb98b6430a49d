import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { omit, s } from '@siteninja/schema';
import { auditLog } from './audit-log.schema';

/** The chain of the events without a tenant; no tenant has this id. */
export const PLATFORM = 'platform';

const { hash } = auditLog.fields;
/** JSON text: stored byte for byte, whatever names the fields of the value have. */
const jsonText = s.nullable(s.string());

/** One entry, append only. Its id is its event's. */
export const auditLogs = tenantCollection({
  name: 'auditLogs',
  noun: 'audit_log',
  keptWhenErased: true,
  fields: {
    ...omit(auditLog, 'id', 'tenantId', 'createdAt').fields,
    /** When it happened; the common `createdAt` is when the entry was written. */
    occurredAt: s.dateTime(),
    oldValue: jsonText,
    newValue: jsonText,
    metadata: jsonText,
    /** Keeps `detailsHash` from being guessed; erased together with the details. */
    salt: s.nullable(s.string()),
    detailsHash: hash,
  },
  indexes: [
    {
      fields: { tenantId: 1, sequence: 1 },
      unique: true,
      serves: 'two writers at once: the second numbers again; verifying the chain',
    },
    { fields: { tenantId: 1, occurredAt: -1, _id: -1 }, serves: 'GET /tenants/:tenantId/audit-logs' },
    { fields: { tenantId: 1, resourceId: 1, occurredAt: -1 }, serves: 'what was done to one resource' },
    { fields: { tenantId: 1, userId: 1, occurredAt: -1 }, serves: 'what one user did' },
    { fields: { occurredAt: -1, _id: -1 }, serves: 'GET /audit-logs' },
  ],
});

export type AuditLogRow = RowOf<typeof auditLogs>;

/**
 * The last link of each chain: without it the removal of the last entries would go unnoticed. Whoever can write here
 * can set it back, too; up to the checkpoint that is found (see checkpoint.ts).
 */
export const auditHeads = tenantCollection({
  name: 'auditHeads',
  keptWhenErased: true,
  fields: {
    sequence: s.integer(),
    hash,
    /** Whether the checkpoint has moved on to this link. */
    isCheckpointed: s.default(s.boolean(), false),
  },
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a chain, read before each entry' },
    { fields: { isCheckpointed: 1, _id: 1 }, serves: 'the job that moves checkpoints on' },
  ],
});

export type AuditHeadRow = RowOf<typeof auditHeads>;
