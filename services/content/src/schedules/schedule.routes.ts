import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { route } from '../context';
import { cancelSchedule, createSchedule, getSchedule, listSchedules, updateSchedule } from './schedule';
import { newSchedule, schedule, scheduleChange, scheduleFilters } from './schedule.schema';

const SCHEDULES = '/tenants/:tenantId/schedules';

export const scheduleRoutes = [
  route({
    method: 'get',
    path: SCHEDULES,
    summary: 'List what is, or was, going to happen at a time',
    allow: 'publish:pages',
    query: listQuery({ sort: ['createdAt', 'at'], filters: scheduleFilters }),
    returns: listOf(schedule),
    handle: (ctx, { query }) => listSchedules(ctx, query),
  }),
  route({
    method: 'post',
    path: SCHEDULES,
    summary: 'Publish or unpublish a page, or activate a release, at a time',
    description:
      'What stands in the way is said at once, and checked again when the time has come: then the schedule fails and nothing is half done.',
    allow: 'publish:pages',
    body: newSchedule,
    returns: created(schedule),
    emits: ['schedule.created'],
    errors: ['site.not_ready'],
    handle: (ctx, { body }) => createSchedule(ctx, body),
  }),
  route({
    method: 'get',
    path: `${SCHEDULES}/:scheduleId`,
    summary: 'Read a schedule',
    allow: 'publish:pages',
    returns: ok(schedule),
    errors: ['schedule.not_found'],
    handle: (ctx, { params }) => getSchedule(ctx, params.scheduleId),
  }),
  route({
    method: 'put',
    path: `${SCHEDULES}/:scheduleId`,
    summary: 'Move a schedule to another time',
    allow: 'publish:pages',
    body: scheduleChange,
    current: (ctx, { scheduleId }) => getSchedule(ctx, scheduleId),
    returns: ok(schedule),
    emits: ['schedule.updated'],
    example: { at: '2099-03-01T09:00:00+01:00', timeZone: 'Europe/Berlin' },
    errors: ['schedule.not_found', 'schedule.over', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => updateSchedule(ctx, params.scheduleId, body),
  }),
  route({
    method: 'delete',
    path: `${SCHEDULES}/:scheduleId`,
    summary: 'Cancel a schedule',
    allow: 'publish:pages',
    returns: noContent(),
    emits: ['schedule.cancelled'],
    operationId: 'cancelSchedule',
    errors: ['schedule.not_found', 'schedule.over', 'request.precondition_failed'],
    handle: (ctx, { params }) => cancelSchedule(ctx, params.scheduleId),
  }),
];
