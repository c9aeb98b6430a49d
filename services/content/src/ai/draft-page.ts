import { type ContentCtx } from '../context';
import { pages } from '../sites/page.model';
import { readySite } from '../sites/ready-site';
import { type ContentRequest } from './ai.schema';
import { propose } from './propose';
import { factsOf } from './read-facts';

/** More would lengthen every prompt. */
const MAX_LINKED_PAGES = 20;

/**
 * Drafts a page from what the tenant says of itself and the prompt. Writes nothing.
 * @throws unavailable, payment_required `ai.quota_exceeded`, invalid `ai.refused`
 */
export async function draftPage(ctx: ContentCtx, request: ContentRequest) {
  const facts = await factsOf(ctx, await readySite(ctx));
  const known = await pages
    .in(ctx)
    .find({ deletedAt: null }, { select: { path: 1 }, sort: { _id: 1 }, limit: MAX_LINKED_PAGES });
  const brief = { ...request, facts, paths: known.map(({ path }) => path) };
  return propose(
    ctx,
    { kind: 'content', pageId: null, prompt: request.prompt ?? null },
    async (writer, work) => ({
      page: await writer.draftPage(brief, work),
    }),
  );
}
