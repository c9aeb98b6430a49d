import { tenantCollection } from '@siteninja/mongo';
import { type Seo } from '../seo/seo-fields';
import { type Section } from './page.model';

/** A page as it was published once; never changed. */
export interface PageVersion {
  pageId: string;
  number: number;
  slug: string;
  path: string;
  title: string;
  sections: Section[];
  seo: Seo;
  checksum: string;
  publishedAt: Date;
  publishedBy: string | null;
  note: string | null;
}

const text = { type: String, required: true };
const optionalText = { type: String, default: null };

export const pageVersions = tenantCollection<PageVersion>({
  name: 'pageVersions',
  fields: {
    pageId: text,
    number: { type: Number, required: true },
    slug: text,
    path: text,
    title: text,
    sections: { type: Array, required: true },
    seo: { type: Object, required: true },
    checksum: text,
    publishedAt: { type: Date, required: true },
    publishedBy: optionalText,
    note: optionalText,
  },
  indexes: [
    {
      fields: { tenantId: 1, pageId: 1, number: 1 },
      unique: true,
      serves: 'a version of a page, for delivery and GET /tenants/:tenantId/pages/:pageId?version=',
    },
  ],
});
