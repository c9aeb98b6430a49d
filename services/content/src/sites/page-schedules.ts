import { schedule } from '@siteninja/contracts';
import { presenter } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { pages } from './page.model';
import { schedules } from './schedule.model';

export const presentSchedule = presenter(schedule);

/** Writes on a page when something is going to happen to it first, if that has changed. */
export async function updateScheduledAt(tx: Tx<ContentCtx>, pageId: string | null): Promise<void> {
  if (pageId === null) return;
  const pending = await schedules.in(tx).find({ pageId, status: 'pending' }, { select: { at: 1 } });
  const [first] = pending.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
  const page = await pages.in(tx).findOne({ _id: pageId }, { select: { scheduledAt: 1 } });
  const isSame = page?.scheduledAt?.getTime() === first?.getTime();
  if (page && !isSame) await pages.in(tx).update(pageId, { scheduledAt: first ?? null });
}

/** Takes back what was going to happen to a page that is deleted. */
export async function cancelSchedulesOf(tx: Tx<ContentCtx>, pageId: string, causedBy: string): Promise<void> {
  for (const row of await schedules.in(tx).find({ pageId, status: 'pending' }, { sort: { _id: 1 } })) {
    // Its job finds later that there is nothing to do.
    const after = await schedules.in(tx).update(row._id, { status: 'cancelled' });
    tx.recordChange('schedule.cancelled', presentSchedule(row), presentSchedule(after), { causedBy });
  }
}
