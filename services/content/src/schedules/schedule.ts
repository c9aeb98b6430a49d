import { conflict, ensure, invalid, type PaginationQuery, requireMatch, userOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { cancel, schedule as scheduleJob } from '@siteninja/jobs';
import { type ContentCtx } from '../context';
import { presentSchedule, updateScheduledAt } from '../sites/page-schedules';
import { pages } from '../sites/page.model';
import { type ScheduleRow, schedules } from '../sites/schedule.model';
import { lockTree } from '../sites/tree-lock';
import { fireKind } from './fire-schedule';
import { blockersOfSchedule } from './schedule-blockers';
import { type NewSchedule, type ScheduleChange, type ScheduleFilters } from './schedule.schema';

export async function listSchedules(ctx: ContentCtx, query: PaginationQuery & ScheduleFilters) {
  const { status, pageId } = query;
  const filter = { ...(status === undefined ? {} : { status }), ...(pageId === undefined ? {} : { pageId }) };
  const { rows, pagination } = await schedules.in(ctx).paginate(filter, query, { select: { content: 0 } });
  return { items: rows.map(presentSchedule), pagination };
}

/** @throws not_found */
export async function getSchedule(ctx: ContentCtx, id: string) {
  return presentSchedule(await schedules.in(ctx).get(id));
}

/** @throws invalid with everything that would prevent it from happening now */
export function createSchedule(ctx: ContentCtx, input: NewSchedule) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    requireParts(input);
    const at = requireFuture(tx, input.at);
    const content = input.freeze ? await contentOf(tx, input.pageId) : null;
    const blockers = await blockersOfSchedule(tx, { ...input, content });
    if (blockers.length > 0) throw invalid(blockers);
    const status = 'pending' as const;
    const row = await schedules
      .in(tx)
      .insert({ ...input, at, content, status, failure: null, createdBy: userOf(tx) });
    tx.recordChange('schedule.created', null, presentSchedule(row));
    await plan(tx, row);
    return presentSchedule(row);
  });
}

/** @throws not_found, conflict `schedule.over`, invalid, precondition_failed */
export function updateSchedule(ctx: ContentCtx, id: string, change: ScheduleChange) {
  return transaction(ctx, async (tx) => {
    const row = await pendingSchedule(tx, id);
    const at = change.at === undefined ? row.at : requireFuture(tx, change.at);
    const { timeZone = row.timeZone } = change;
    const after = await schedules.in(tx).update(id, { at, timeZone });
    tx.recordChange('schedule.updated', presentSchedule(row), presentSchedule(after));
    await plan(tx, after);
    return presentSchedule(after);
  });
}

/** It stays in the list, as cancelled. @throws not_found, conflict `schedule.over`, precondition_failed */
export function cancelSchedule(ctx: ContentCtx, id: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    const row = await pendingSchedule(tx, id);
    const after = await schedules.in(tx).update(id, { status: 'cancelled' });
    tx.recordChange('schedule.cancelled', presentSchedule(row), presentSchedule(after));
    await cancel(tx, fireKind, id);
    await updateScheduledAt(tx, row.pageId);
  });
}

async function plan(tx: Tx<ContentCtx>, { _id, at, pageId }: ScheduleRow): Promise<void> {
  await scheduleJob(tx, { kind: fireKind, key: _id, dueAt: at, data: { scheduleId: _id } });
  await updateScheduledAt(tx, pageId);
}

async function pendingSchedule(tx: Tx<ContentCtx>, id: string): Promise<ScheduleRow> {
  const row = await schedules.in(tx).get(id);
  requireMatch(tx, () => presentSchedule(row));
  ensure(row.status === 'pending', () => conflict('schedule.over', 'status', `This one is ${row.status}.`));
  return row;
}

/** @throws invalid where a part is missing, or has no meaning */
function requireParts({ action, pageId, releaseId, freeze }: NewSchedule): void {
  const isPage = action !== 'activate';
  const errors = [
    ...(isPage && pageId === null ? [{ field: 'pageId', message: `Say which page to ${action}.` }] : []),
    ...(!isPage && pageId !== null
      ? [{ field: 'pageId', message: 'A release is activated, not a page.' }]
      : []),
    ...(!isPage && releaseId === null
      ? [{ field: 'releaseId', message: 'Say which release to activate.' }]
      : []),
    ...(isPage && releaseId !== null
      ? [{ field: 'releaseId', message: 'Only a release is activated.' }]
      : []),
    ...(action !== 'publish' && freeze
      ? [{ field: 'freeze', message: 'Only what is published can be frozen.' }]
      : []),
  ];
  if (errors.length > 0) throw invalid(errors);
}

function requireFuture(ctx: ContentCtx, at: string): Date {
  const time = new Date(at);
  ensure(time > ctx.clock.now(), () => invalid([{ field: 'at', message: 'It is a time to come.' }]));
  return time;
}

async function contentOf(ctx: ContentCtx, pageId: string | null): Promise<ScheduleRow['content']> {
  const page = await pages.in(ctx).findOne({ _id: pageId ?? '', deletedAt: null });
  if (!page) return null;
  const { title, sections, seo } = page;
  return { title, sections, seo };
}
