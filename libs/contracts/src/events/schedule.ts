import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

const STATUSES = ['pending', 'done', 'failed', 'missed', 'cancelled'] as const;

/** Something that becomes live, or goes, at a time. */
export const schedule = s.tenantResource('Schedule', {
  action: s.enum('publish', 'unpublish', 'activate'),
  pageId: s.describe(s.nullable(s.uuid()), 'Of publish and unpublish.'),
  releaseId: s.describe(s.nullable(s.uuid()), 'Of activate.'),
  at: s.dateTime(),
  timeZone: s.describe(s.nullable(s.timeZone()), 'In which people think of it; it moves nothing.'),
  freeze: s.describe(
    s.boolean(),
    'Whether the page is published as it was when the schedule was made, and not as it is by then.',
  ),
  status: s.enum(...STATUSES),
  failure: s.describe(
    s.nullable(s.array(s.object({ field: s.string(), message: s.string() }), { max: 100_000 })),
    'What stood in the way when its time had come.',
  ),
  createdBy: s.nullable(s.uuid()),
});

export const scheduleEvents = defineEvents('schedule', schedule, {
  created: 'create',
  updated: 'update',
  cancelled: 'cancel',
  fired: 'fire',
  failed: 'fail',
  missed: 'miss',
});
