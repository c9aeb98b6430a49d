import { type Infer, type InferFields, s } from '@siteninja/schema';

const text = s.nullable(s.string({ max: 100_000 }));
const hash = s.string({ min: 64, max: 64 });

export const auditLog = s.named(
  'AuditLog',
  s.object({
    id: s.describe(s.uuid(), "The entry's, and its event's."),
    tenantId: s.describe(s.nullable(s.uuid()), 'Null for what belongs to no tenant, such as industries.'),
    action: s.describe(s.string(), 'Such as page.create, page.publish, user.role_change, user.login.'),
    actorType: s.enum('user', 'api_key', 'system', 'ai', 'visitor'),
    userId: s.nullable(s.string()),
    apiKeyId: s.nullable(s.string()),
    resourceType: s.string(),
    resourceId: s.nullable(s.string()),
    oldValue: s.describe(s.nullable(s.anyObject()), 'The resource before the change.'),
    newValue: s.describe(
      s.nullable(s.anyObject()),
      'The resource after the change; null when it was deleted.',
    ),
    ipAddress: text,
    userAgent: text,
    requestId: text,
    metadata: s.nullable(s.anyObject()),
    sequence: s.describe(s.integer({ min: 1 }), "The entry's place in the tenant's chain."),
    hash: s.describe(hash, 'SHA-256 over the entry and the hash before it.'),
    previousHash: s.nullable(hash),
    createdAt: s.describe(s.dateTime(), 'When it happened.'),
  }),
);
export type AuditLog = Infer<typeof auditLog>;

/** Whether the log is as it was written. */
export const auditVerdict = s.named(
  'AuditVerdict',
  s.object({
    valid: s.boolean(),
    checked: s.describe(
      s.integer({ min: 0 }),
      'How many entries are intact, from the first that is kept on.',
    ),
    brokenAt: s.describe(
      s.optional(s.integer({ min: 1 })),
      'The sequence at which an entry was first changed, moved or removed.',
    ),
  }),
);
export type AuditVerdict = Infer<typeof auditVerdict>;

export const auditFilters = {
  action: s.optional(s.string({ max: 100 })),
  resourceType: s.optional(s.string({ max: 100 })),
  resourceId: s.optional(s.string({ max: 100 })),
  userId: s.optional(s.uuid()),
  from: s.describe(s.optional(s.dateTime()), 'At this moment or later.'),
  to: s.describe(s.optional(s.dateTime()), 'At this moment or earlier.'),
};
export type AuditFilters = InferFields<typeof auditFilters>;

export const auditExport = s.object({
  ...auditFilters,
  format: s.default(s.enum('ndjson', 'csv'), 'ndjson'),
});
