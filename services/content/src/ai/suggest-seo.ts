import { type ContentCtx } from '../context';
import { shorten } from '../markup/shorten';
import { effectiveSeo } from '../seo/effective-seo';
import { readySite } from '../sites/ready-site';
import { factsOf } from './facts';
import { namedPage } from './named-page';
import { CREDITS, propose } from './propose';

const MAX_TITLE_LENGTH = 70;
const MAX_DESCRIPTION_LENGTH = 160;
const MAX_KEYWORD_LENGTH = 100;

/**
 * Suggests what search engines may be told of a page, from what it and its tenant say. Writes nothing.
 * @throws invalid, unavailable, payment_required `ai.quota_exceeded`
 */
export async function suggestSeo(ctx: ContentCtx, pageId: string) {
  const { path, title, sections, tenantId } = await namedPage(ctx, pageId);
  const site = await readySite(ctx);
  const tenant = { id: tenantId, ...site.facts };
  const follows = effectiveSeo({ tenant, origin: site.origin }, { path, title, sections, seo: {} });
  const { cities } = await factsOf(ctx, site);
  const description = follows.metaDescription ?? `${title}: ${tenant.businessName}`;
  const keywords = [title, tenant.businessName, ...cities].map((word) => shorten(word, MAX_KEYWORD_LENGTH));
  return propose(ctx, { kind: 'seo', pageId, max: CREDITS }, (work) => {
    work.cost = CREDITS;
    return Promise.resolve({
      metaTitle: shorten(follows.metaTitle, MAX_TITLE_LENGTH),
      metaDescription: shorten(description, MAX_DESCRIPTION_LENGTH),
      keywords: [...new Set(keywords)].slice(0, 10),
    });
  });
}
