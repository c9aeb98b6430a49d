import { page, release, releaseEntry } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { omit, s, type Stored } from '@siteninja/schema';
import { type RenderedSite } from '../markup/site';

/** A live page: which version of it, and the facts of that version that the site around it is made from. */
const storedEntry = s.object({
  ...releaseEntry.fields,
  title: page.fields.title,
  noIndex: s.boolean(),
  canonicalUrl: s.nullable(s.string()),
  /** RFC 3339; kept as text, as a release is rendered from it. */
  publishedAt: s.string({ min: 0 }),
  /** The assets that the version shows or links to. Absent in releases that are older than the field. */
  assetIds: s.optional(s.array(s.uuid())),
  /** The sections that are forms. Absent where there are none, and in releases that are older than the field. */
  formIds: s.optional(s.array(s.uuid())),
});
export type ReleaseEntry = Stored<typeof storedEntry>;

/**
 * The whole site as visitors see it at one time; never changed. With the versions it names it holds everything
 * that its pages are rendered from, so that it always gives the same bytes.
 */
export const releases = tenantCollection({
  name: 'releases',
  noun: 'release',
  fields: {
    // What is live is said by the site; a release without a number is staged.
    ...omit(release, 'entries', 'status', 'assetIds').fields,
    entries: s.array(storedEntry, { max: 100_000 }),
    /** Null while it is staged. */
    site: s.nullable(s.json<RenderedSite>()),
    /** Signs the tokens of its forms. Absent while it is staged, and in releases that are older than the field. */
    formKey: s.optional(s.string()),
  },
  indexes: [
    {
      fields: { tenantId: 1, number: -1 },
      unique: true,
      where: { number: { $gte: 1 } },
      serves: 'the releases of a tenant, one a number',
    },
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/releases' },
  ],
});

export type ReleaseRow = RowOf<typeof releases>;

/** A release that is or was live. */
export type MadeRelease = ReleaseRow & { number: number; site: RenderedSite; activatedAt: Date };

export function isMade(row: ReleaseRow): row is MadeRelease {
  return row.number !== null && row.site !== null && row.activatedAt !== null;
}
