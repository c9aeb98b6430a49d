import { type ContentCtx } from '../context';
import { readySite } from '../sites/ready-site';
import { type ContentRequest } from './ai.schema';
import { factsOf } from './facts';
import { CREDITS, propose } from './propose';
import { composePage } from './rules/compose-page';

/**
 * Composes the draft of a page from what the tenant says of itself and the prompt. Writes nothing.
 * @throws unavailable, payment_required `ai.quota_exceeded`
 */
export async function draftPage(ctx: ContentCtx, request: ContentRequest) {
  const facts = await factsOf(ctx, await readySite(ctx));
  return propose(ctx, { kind: 'content', pageId: null, max: CREDITS }, (work) => {
    const page = composePage(facts, request);
    work.cost = CREDITS;
    for (const section of page.sections) work.send('section', section);
    return Promise.resolve({ page });
  });
}
