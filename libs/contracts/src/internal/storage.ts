import { s } from '@siteninja/schema';
import { internalCall } from './call';

/** A report has at most so many items. */
export const MAX_STORAGE_ITEMS = 100;

/** What was said of a tenant in a later version stays. */
export const reportStorage = internalCall({
  service: 'billing',
  method: 'put',
  path: '/internal/storage-usage',
  summary: 'Report how many bytes are kept of the files of tenants',
  callers: ['asset'],
  body: s.object({
    items: s.array(
      s.object({
        tenantId: s.uuid(),
        usedBytes: s.integer({ min: 0 }),
        version: s.describe(s.integer({ min: 1 }), 'Counted up by every change.'),
      }),
      { max: MAX_STORAGE_ITEMS },
    ),
  }),
});
