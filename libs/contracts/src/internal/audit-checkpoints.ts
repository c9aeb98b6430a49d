import { s } from '@siteninja/schema';
import { internalCall } from './call';

const link = s.object({ sequence: s.integer({ min: 1 }), hash: s.string({ min: 64, max: 64 }) });

const PATH = '/internal/audit-checkpoints/:chain';

/** How far a chain of the audit log was intact: kept where nobody who may write to the log can change it. */
export const getAuditCheckpoint = internalCall({
  service: 'tenant',
  method: 'get',
  path: PATH,
  summary: "Read how far a tenant's audit log, or `platform`, was intact",
  callers: ['integration'],
  answer: s.object({ end: s.nullable(link) }),
});

/** Of two links the later one is kept, whichever comes first. */
export const keepAuditCheckpoint = internalCall({
  service: 'tenant',
  method: 'put',
  path: PATH,
  summary: 'Keep how far an audit log was found intact',
  callers: ['integration'],
  body: s.object({ end: link }),
});
