import { page } from '../pages/page.schema';
import { accepted, ok, Result } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { publishPage } from '../pages/publish';
import { createSchedule } from './schedule';
import { publication, schedule } from './schedule.schema';

export const publishRoutes = [
  route({
    method: 'post',
    path: '/tenants/:tenantId/pages/:pageId/publish',
    summary: 'Freeze the page into a version and make it live, at once or at a time',
    description: 'With `at` the answer is 202 with a schedule.',
    allow: 'publish:pages',
    body: s.optional(publication),
    returns: ok(page),
    alsoReturns: accepted(schedule),
    emits: ['page.published', 'schedule.created'],
    example: {},
    errors: ['page.not_found', 'site.not_ready', 'release.superseded', 'request.precondition_failed'],
    handle: async (ctx, { params: { tenantId, pageId }, body }) => {
      if (body?.at === undefined) return publishPage(ctx, pageId);
      const { at, timeZone, freeze } = body;
      const made = await createSchedule(ctx, {
        action: 'publish',
        pageId,
        releaseId: null,
        at,
        timeZone,
        freeze,
      });
      const Location = `/api/tenants/${tenantId}/schedules/${made.id}`;
      return new Result(made, { returns: accepted(schedule), headers: { Location } });
    },
  }),
];
