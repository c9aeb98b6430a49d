import { page, pageSection, release, seo } from '@siteninja/contracts';
import { omit, pick, s } from '@siteninja/schema';
import { siteBranding, siteFacts } from '../markup/site';
import { sectionAnswers } from '../section-types/section-schemas';

const host = s.string({ max: 300 });
const path = s.string({ max: 2_000 });
export const siteQuery = s.object({ host });
export const pageQuery = s.object({
  host,
  path,
  at: s.describe(
    s.optional(s.dateTime()),
    'What was live then, for as long as the plan keeps releases (`releaseDays`).',
  ),
});

const menuEntry = { label: s.string(), href: s.string(), openInNewTab: s.boolean() };
const thirdLevel = s.object({ ...menuEntry, children: s.array(s.object(menuEntry), { max: 0 }) });
const secondLevel = s.object({ ...menuEntry, children: s.array(thirdLevel) });
const menu = s.array(s.object({ ...menuEntry, children: s.array(secondLevel) }));

export const publicSite = s.object({
  tenant: siteFacts,
  branding: siteBranding,
  navigation: s.object({ header: menu, footer: menu }),
  pages: s.array(pick(page, 'id', 'path', 'title'), { max: 100_000 }),
  release: pick(release, 'id', 'number', 'activatedAt'),
});

/** The page, or the address that it has moved to. */
export const publicPage = s.object({
  path: s.optional(page.fields.path),
  title: s.optional(page.fields.title),
  seo: s.optional(seo),
  sections: s.optional(s.array(sectionAnswers('PublicSection', omit(pageSection, 'sortOrder')))),
  redirect: s.optional(s.object({ to: s.string(), statusCode: s.integer() })),
});
