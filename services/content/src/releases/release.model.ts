import { tenantCollection, type TenantRow } from '@siteninja/mongo';
import { type RenderedSite } from '../markup/site';

/** A live page, and which version of it. */
export interface ReleaseEntry {
  path: string;
  pageId: string;
  version: number;
  title: string;
  noIndex: boolean;
  canonicalUrl: string | null;
  /** ISO 8601. */
  publishedAt: string;
}

/**
 * The whole site as visitors see it at one time; never changed. With the versions it names it holds everything
 * that its pages are rendered from, so that it always gives the same bytes.
 */
export interface Release {
  /** From 1, without gaps, for each tenant. */
  number: number;
  entries: ReleaseEntry[];
  site: RenderedSite;
  activatedAt: Date;
  activatedBy: string | null;
}
export type ReleaseRow = TenantRow<Release>;

export const releases = tenantCollection<Release>({
  name: 'releases',
  fields: {
    number: { type: Number, required: true },
    entries: { type: Array, required: true },
    site: { type: Object, required: true },
    activatedAt: { type: Date, required: true },
    activatedBy: { type: String, default: null },
  },
  indexes: [
    { fields: { tenantId: 1, number: 1 }, unique: true, serves: 'the releases of a tenant, one a number' },
  ],
});
