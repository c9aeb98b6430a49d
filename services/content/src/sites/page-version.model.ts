import { page } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { pick, s } from '@siteninja/schema';
import { inNewestForm } from '../section-types/versions';

/** A page as it was published once; never changed. It is read in the newest form of its sections' types. */
export const pageVersions = tenantCollection({
  name: 'pageVersions',
  noun: 'version',
  fields: {
    ...pick(page, 'slug', 'path', 'title', 'sections', 'seo').fields,
    pageId: s.uuid(),
    number: s.integer({ min: 1 }),
    checksum: s.string(),
    publishedAt: s.dateTime(),
    publishedBy: s.nullable(s.uuid()),
    note: s.nullable(s.string()),
  },
  upgrade(row) {
    if (row.sections) row.sections = row.sections.map(inNewestForm);
  },
  indexes: [
    {
      fields: { tenantId: 1, pageId: 1, number: 1 },
      unique: true,
      serves: 'a version of a page, for delivery and GET /tenants/:tenantId/pages/:pageId?version=',
    },
  ],
});

export type PageVersionRow = RowOf<typeof pageVersions>;
