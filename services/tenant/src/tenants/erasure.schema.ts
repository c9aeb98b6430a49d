import { SERVICES } from '@siteninja/core';
import { type Infer, s } from '@siteninja/schema';

const receipt = s.object({
  service: s.enum(...SERVICES),
  documents: s.describe(s.integer({ min: 0 }), 'Rows of the database that were deleted.'),
  files: s.describe(s.integer({ min: 0 }), 'Stored files that were deleted.'),
  finishedAt: s.dateTime(),
});

export const erasure = s.tenantResource('Erasure', {
  status: s.describe(
    s.enum('pending', 'running', 'done'),
    '`running` once the first service has finished, `done` with the last one.',
  ),
  receipts: s.describe(s.array(receipt), 'One a service, as they finish.'),
  requestedBy: s.describe(s.nullable(s.uuid()), 'The super_admin who asked for it.'),
});
export type Erasure = Infer<typeof erasure>;
