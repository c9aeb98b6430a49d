import { DAY_MS } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { defineJob, jobKind } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { publishRow, unpublishRow } from '../pages/publish';
import { activateRow } from '../releases/activate-release';
import { presentSchedule, updateScheduledAt } from '../sites/page-schedules';
import { pages } from '../sites/page.model';
import { releases } from '../sites/release.model';
import { type ScheduleRow, schedules } from '../sites/schedule.model';
import { sites } from '../sites/site.model';
import { lockTree } from '../sites/tree-lock';
import { blockersOfSchedule } from './schedule-blockers';

export const fireKind = jobKind('schedule.fire', s.object({ scheduleId: s.uuid() }));

/** What was missed for longer while everything was down, nobody expects any more. */
const MAX_DELAY_MS = DAY_MS;

/** Does what a schedule says, once: the job is gone with the transaction that does it. */
export const fireSchedule = defineJob<ContentCtx, { scheduleId: string }>({
  kind: fireKind,
  handle: async (tx, { data }) => {
    await lockTree(tx);
    const row = await schedules.in(tx).findOne({ _id: data.scheduleId, status: 'pending' });
    if (!row) return;
    const isMissed = tx.clock.now().getTime() - row.at.getTime() > MAX_DELAY_MS;
    const blockers = isMissed ? [] : await blockersOfSchedule(tx, row);
    if (isMissed) await finish(tx, row, 'missed');
    else if (blockers.length > 0) await finish(tx, row, 'failed', blockers);
    else await carryOut(tx, row, await finish(tx, row, 'done'));
    await updateScheduledAt(tx, row.pageId);
  },
});

const EVENTS = { done: 'schedule.fired', failed: 'schedule.failed', missed: 'schedule.missed' } as const;

/** @returns the id of its event */
async function finish(
  tx: Tx<ContentCtx>,
  row: ScheduleRow,
  status: keyof typeof EVENTS,
  failure: ScheduleRow['failure'] = null,
): Promise<string> {
  const after = await schedules.in(tx).update(row._id, { status, failure, content: null });
  return tx.recordChange(EVENTS[status], presentSchedule(row), presentSchedule(after)).id;
}

async function carryOut(tx: Tx<ContentCtx>, row: ScheduleRow, causedBy: string): Promise<void> {
  const { action, pageId, releaseId, content } = row;
  if (action === 'activate') {
    const site = await sites.in(tx).findOne({});
    if (!site) throw new Error('A release without a site.');
    await activateRow(tx, site, await releases.in(tx).get(releaseId ?? ''), causedBy);
    return;
  }
  const page = await pages.in(tx).get(pageId ?? '', { deletedAt: null });
  if (action === 'unpublish') await unpublishRow(tx, page, 'draft', causedBy);
  else await publishRow(tx, page, { causedBy, ...(content ? { content } : {}) });
}
