import { crawlerRules, type CrawlerRules, DEFAULT_CRAWLER_RULES } from '@siteninja/contracts';
import { tenantCollection } from '@siteninja/mongo';
import { type ContentCtx } from '../context';

/** At most one a tenant. */
export const crawlers = tenantCollection({
  name: 'crawlers',
  fields: crawlerRules.fields,
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; GET /tenants/:tenantId/crawlers' },
  ],
});

/** What crawlers are told of the tenant's site from the next release on. */
export async function crawlerRulesOf(ctx: ContentCtx): Promise<CrawlerRules> {
  const row = await crawlers.in(ctx).findOne({});
  if (!row) return DEFAULT_CRAWLER_RULES;
  const { index, robots, search, aiInput, aiTraining } = row;
  return { index, robots, search, aiInput, aiTraining };
}
