import { page } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { s, type Stored } from '@siteninja/schema';
import { upgradeDraft } from './upgrade-page';

/** What questions about live pages need of the live version. */
const liveFacts = s.object({
  assetIds: s.array(s.uuid()),
  /** What it leads to on the web, see `linkTarget`. */
  links: s.array(s.string()),
  /** The sections that are forms; absent where there are none. */
  formIds: s.optional(s.array(s.uuid())),
  /** The checksum of title, sections and SEO as published: a draft with another one has unpublished changes. */
  checksum: s.string(),
});
export type LiveFacts = Stored<typeof liveFacts>;

/** The draft. Sections are inside it, so that one write changes all of them or none. */
export const pages = tenantCollection({
  name: 'pages',
  noun: 'page',
  fields: {
    ...page.fields,
    sectionCount: s.integer(),
    /** Section id → checksum of what the template gave. */
    templateSections: s.record(s.string()),
    /** What the sections lead to on the web, see `linkTarget`. */
    links: s.array(s.string()),
    live: s.nullable(liveFacts),
    /** Number of the newest version, live or not. */
    versionCount: s.integer(),
    deletedAt: s.nullable(s.dateTime()),
  },
  upgrade: upgradeDraft,
  indexes: [
    {
      fields: { tenantId: 1, parentId: 1, slug: 1 },
      unique: true,
      where: { deletedAt: null },
      serves: 'one page a slug under one parent; the children of a page',
      conflict: {
        code: 'page.slug_taken',
        field: 'slug',
      },
    },
    { fields: { tenantId: 1, deletedAt: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/pages' },
    {
      fields: { tenantId: 1, deletedAt: 1, title: 1 },
      alphabetical: true,
      serves: 'the list by title',
    },
    { fields: { tenantId: 1, deletedAt: 1, path: 1 }, serves: 'the pages under a page, when it moves' },
    { fields: { tenantId: 1, versionCount: 1 }, serves: 'the pages with more versions than the plan keeps' },
    {
      fields: { tenantId: 1, deletedAt: 1, links: 1 },
      serves: 'the pages that lead to a page, when it is deleted',
    },
    {
      fields: { tenantId: 1, deletedAt: 1, 'live.links': 1 },
      serves: 'the live versions that lead to a page, when it is deleted',
    },
  ],
});

export type PageRow = RowOf<typeof pages>;
