import { s } from '@siteninja/schema';
import { internalCall } from './call';

const link = s.object({ sequence: s.integer({ min: 1 }), hash: s.string({ min: 64, max: 64 }) });

const PATH = '/internal/audit-checkpoints/:chain';

/** What is kept of a chain of the audit log where nobody who may write to the log can change it. */
export const getAuditCheckpoint = internalCall({
  service: 'tenant',
  method: 'get',
  path: PATH,
  summary: "Read how far a tenant's audit log, or `platform`, was intact",
  callers: ['integration'],
  answer: s.object({
    start: s.describe(s.nullable(link), 'The last of the entries that were kept for long enough.'),
    cutAt: s.describe(s.nullable(s.dateTime()), 'When that became so.'),
    end: s.describe(s.nullable(link), 'How far the chain was intact.'),
    keptDays: s.describe(s.nullable(s.integer({ min: 0 })), 'By the plan; null is for ever.'),
  }),
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

/** The start moves on up to the checkpoint, and never back. */
export const moveAuditStart = internalCall({
  service: 'tenant',
  method: 'put',
  path: `${PATH}/start`,
  summary: 'Have an audit log begin behind an entry that was kept for long enough',
  callers: ['integration'],
  body: s.object({ start: link }),
  answer: s.object({ start: s.nullable(link) }),
});
