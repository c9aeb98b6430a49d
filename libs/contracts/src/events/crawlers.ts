import { type Infer, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

const robotsLine = s.string({
  max: 500,
  pattern: /^(?:#[^\r\n]*|[A-Za-z-]+[ \t]*:[^\r\n]*)$/,
  must: 'be one line of robots.txt, such as "Disallow: /internal"',
});

/** What crawlers are told of the whole site. */
export const crawlerRules = s.object({
  index: s.describe(s.boolean(), 'Whether search engines may list the site at all.'),
  robots: s.describe(
    s.array(robotsLine, { max: 100 }),
    'Lines of robots.txt, after those for all crawlers; a `User-agent` line begins a group of its own.',
  ),
  search: s.describe(s.boolean(), 'Content-Signal: whether search may show the site.'),
  aiInput: s.describe(
    s.nullable(s.boolean()),
    'Content-Signal: whether answers of AI may draw on the site; null says nothing.',
  ),
  aiTraining: s.describe(s.boolean(), 'Content-Signal: whether AI may be trained on the site.'),
});
export type CrawlerRules = Readonly<Infer<typeof crawlerRules>>;

/** What crawlers are told of a site that says nothing itself. */
export const DEFAULT_CRAWLER_RULES: CrawlerRules = {
  index: true,
  robots: [],
  search: true,
  aiInput: null,
  aiTraining: false,
};

export const crawlers = s.named('Crawlers', s.object({ tenantId: s.uuid(), ...crawlerRules.fields }));

/** Its id is the tenant's. */
export const crawlersEvents = defineEvents('crawlers', crawlers, { updated: 'update' });
