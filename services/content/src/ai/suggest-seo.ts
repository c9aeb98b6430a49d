import { type ContentCtx } from '../context';
import { readySite } from '../sites/ready-site';
import { namedPage } from './named-page';
import { propose } from './propose';
import { factsOf } from './read-facts';

/**
 * Suggests what search engines may be told of a page, from what it and its tenant say. Writes nothing.
 * @throws invalid, unavailable, payment_required `ai.quota_exceeded`, invalid `ai.refused`
 */
export async function suggestSeo(ctx: ContentCtx, pageId: string) {
  const { path, title, sections, tenantId } = await namedPage(ctx, pageId);
  const site = await readySite(ctx);
  const brief = {
    ...{ facts: await factsOf(ctx, site), tenantId, origin: site.origin },
    page: { path, title, sections },
  };
  return propose(ctx, { kind: 'seo', pageId, prompt: null }, (writer, work) =>
    writer.suggestSeo(brief, work),
  );
}
