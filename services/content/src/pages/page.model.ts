import { tenantCollection, type TenantRow } from '@siteninja/mongo';
import { type Seo } from '../seo/seo-fields';

export const PAGE_STATUSES = ['draft', 'published', 'archived'] as const;
export type PageStatus = (typeof PAGE_STATUSES)[number];

/** A part of a page. Its `id` is ours and never used again; `sectionId` is the caller's own name for it. */
export interface Section {
  id: string;
  sectionId: string;
  type: string;
  content: Record<string, unknown>;
  sortOrder: number;
}

/** What a release has to know of the live version, so that making one reads no versions. */
export interface LiveFacts {
  title: string;
  noIndex: boolean;
  canonicalUrl: string | null;
  assetIds: string[];
  /** Of title, sections and SEO as published: a draft with another one has unpublished changes. */
  checksum: string;
}

/** The draft. Sections are inside it, so that one write changes all of them or none. */
export interface Page {
  slug: string;
  parentId: string | null;
  /** The slugs joined, `/services/emergency`; `/` for the home page. */
  path: string;
  title: string;
  status: PageStatus;
  /** In their order. */
  sections: Section[];
  sectionCount: number;
  seo: Seo;
  /** Null while the page is not live. */
  publishedVersion: number | null;
  publishedAt: Date | null;
  scheduledAt: Date | null;
  hasUnpublishedChanges: boolean;
  /** The template it was made from; `customizations` are the ids of the sections that differ by now. */
  template: { templateId: string; customizations: string[] } | null;
  /** Section id → checksum of what the template gave. */
  templateSections: Record<string, string>;
  /** Paths of the own site that the sections lead to. */
  links: string[];
  live: LiveFacts | null;
  /** Number of the newest version, live or not. */
  versionCount: number;
  createdBy: string | null;
  deletedAt: Date | null;
}
export type PageRow = TenantRow<Page>;

const text = { type: String, required: true };
const optionalText = { type: String, default: null };
const optionalDate = { type: Date, default: null };
const count = { type: Number, required: true };

export const pages = tenantCollection<Page>({
  name: 'pages',
  fields: {
    slug: text,
    parentId: optionalText,
    path: text,
    title: text,
    status: text,
    sections: { type: Array, required: true },
    sectionCount: count,
    seo: { type: Object, required: true },
    publishedVersion: { type: Number, default: null },
    publishedAt: optionalDate,
    scheduledAt: optionalDate,
    hasUnpublishedChanges: { type: Boolean, required: true },
    template: { type: Object, default: null },
    templateSections: { type: Object, required: true },
    links: { type: [String], required: true },
    live: { type: Object, default: null },
    versionCount: count,
    createdBy: optionalText,
    deletedAt: optionalDate,
  },
  indexes: [
    {
      fields: { tenantId: 1, parentId: 1, slug: 1 },
      unique: true,
      where: { deletedAt: null },
      serves: 'one page a slug under one parent; the children of a page',
      conflict: {
        code: 'page.slug_taken',
        field: 'slug',
        message: 'Another page has this slug under the same parent.',
      },
    },
    { fields: { tenantId: 1, deletedAt: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/pages' },
    { fields: { tenantId: 1, deletedAt: 1, path: 1 }, serves: 'the pages under a page, when it moves' },
    {
      fields: { tenantId: 1, deletedAt: 1, links: 1 },
      serves: 'the pages that lead to a page, when it is deleted',
    },
    {
      fields: { tenantId: 1, deletedAt: 1, publishedVersion: 1 },
      serves: 'the live pages, when a release is made',
    },
  ],
});
