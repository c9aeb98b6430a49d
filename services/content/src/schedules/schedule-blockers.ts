import { DomainError } from '@siteninja/core';
import { type FieldError } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { blockersOf } from '../pages/freeze';
import { requireMayGo } from '../pages/publish';
import { blockersOfRelease } from '../releases/release';
import { type PageRow, pages } from '../sites/page.model';
import { releases } from '../sites/release.model';
import { type ScheduleRow } from '../sites/schedule.model';

type Planned = Pick<ScheduleRow, 'action' | 'pageId' | 'releaseId' | 'content'>;

/** Everything that would prevent it from happening now; asked when it is made, and again when its time has come. */
export async function blockersOfSchedule(ctx: ContentCtx, planned: Planned): Promise<FieldError[]> {
  const { action, pageId, releaseId, content } = planned;
  if (action === 'activate') {
    const release = await releases.in(ctx).findOne({ _id: releaseId ?? '' });
    return release
      ? blockersOfRelease(ctx, release)
      : [{ field: 'releaseId', message: 'There is no such release.' }];
  }
  const page = await pages.in(ctx).findOne({ _id: pageId ?? '', deletedAt: null });
  if (!page) return [{ field: 'pageId', message: 'There is no such page.' }];
  if (action === 'unpublish') return blockersOfUnpublishing(ctx, page);
  const blockers = await blockersOf(ctx, [{ ...page, ...content }]);
  return blockers.map(({ field, message }) => ({ field, message }));
}

async function blockersOfUnpublishing(ctx: ContentCtx, page: PageRow): Promise<FieldError[]> {
  if (page.publishedVersion === null) return [{ field: 'pageId', message: 'This page is not live.' }];
  try {
    await requireMayGo(ctx, page);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error;
    return [{ field: 'pageId', message: error.message }];
  }
}
