import { isDeepStrictEqual } from 'node:util';
import { requireMatch, tenantOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { crawlerRulesOf, crawlers } from '../sites/crawlers.model';
import { releaseSite } from '../sites/release-site';
import { lockTree } from '../sites/tree-lock';
import { type CrawlersChange } from './crawlers.schema';

/** What crawlers are told; a site that says nothing itself has the defaults. */
export async function getCrawlers(ctx: ContentCtx) {
  return { tenantId: tenantOf(ctx), ...(await crawlerRulesOf(ctx)) };
}

/** Live at once. The same again changes nothing. @throws precondition_failed */
export function updateCrawlers(ctx: ContentCtx, change: CrawlersChange) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const before = await getCrawlers(tx);
    requireMatch(tx, () => before);
    const after = { ...before, ...change };
    if (isDeepStrictEqual(after, before)) return before;
    const { tenantId: id, ...rules } = after;
    const row = await crawlers.in(tx).upsert({}, { $set: rules });
    const event = tx.record({
      type: 'crawlers.updated',
      resource: { type: 'crawlers', id, version: row.revision },
      data: after,
      change: { before, after },
    });
    await releaseSite(tx, {}, { causedBy: event.id });
    return after;
  });
}
