import { globalCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/**
 * How far each chain of the audit log was intact. The id is the chain's: a tenant's id, or `platform`. A row stays when
 * its tenant is erased, as the chain does.
 */
export const auditCheckpoints = globalCollection({
  name: 'auditCheckpoints',
  fields: {
    sequence: s.integer(),
    hash: s.string(),
    /** The last of the entries that were kept for long enough; 0 while all are kept. */
    startSequence: s.default(s.integer(), 0),
    startHash: s.nullable(s.string()),
    cutAt: s.nullable(s.dateTime()),
  },
  indexes: [],
});

export type AuditCheckpointRow = RowOf<typeof auditCheckpoints>;
