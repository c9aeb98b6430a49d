import { crawlerRules, crawlers } from '@siteninja/contracts';
import { type Infer, partial } from '@siteninja/schema';

export { crawlers };

export const crawlersChange = partial(crawlerRules);
export type CrawlersChange = Infer<typeof crawlersChange>;
