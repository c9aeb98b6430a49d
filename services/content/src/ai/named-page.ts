import { ensure, invalid } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { type PageRow, pages } from '../sites/page.model';

/** The page that a body names. @throws invalid where there is none */
export async function namedPage(ctx: ContentCtx, pageId: string): Promise<PageRow> {
  const page = await pages.in(ctx).findOne({ _id: pageId, deletedAt: null });
  ensure(page, () => invalid([{ field: 'pageId', message: `There is no page ${pageId}.` }]));
  return page;
}
