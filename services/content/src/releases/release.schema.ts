import { release, releaseItem } from '@siteninja/contracts';
import { type Infer, omit, partial, s } from '@siteninja/schema';

export { release };

/** A release as lists show it. */
export const releaseSummary = s.named('ReleaseSummary', omit(release, 'entries', 'assetIds'));

const { fields } = release;
const items = s.describe(
  s.array(releaseItem, { min: 1, max: 2_000, unique: 'pageId' }),
  'Of a staged release: what it will do when it is activated.',
);

export const newRelease = s.object({
  name: s.default(fields.name, null),
  items: s.optional(items),
  status: s.describe(
    s.optional(s.enum('staged')),
    'Without it the release is made at once, of every live page that has changed.',
  ),
});
export type NewRelease = Infer<typeof newRelease>;

export const releaseChange = partial(s.object({ name: fields.name, items }));
export type ReleaseChange = Infer<typeof releaseChange>;

export const releaseFilters = { status: s.optional(fields.status) };

/** What stands in the way of activating a release. */
export const releaseCheck = s.named(
  'ReleaseCheck',
  s.object({
    isReady: s.boolean(),
    blockers: s.array(s.object({ field: s.string(), message: s.string() }), { max: 100_000 }),
  }),
);

/** How the site of one release differs from that of another. */
export const releaseDiff = s.named(
  'ReleaseDiff',
  s.object({
    pages: s.array(
      s.object({
        pageId: s.uuid(),
        path: s.string(),
        change: s.enum('added', 'removed', 'changed', 'moved'),
      }),
      { max: 200_000 },
    ),
    branding: s.describe(s.boolean(), 'Whether the look differs.'),
    navigation: s.describe(s.boolean(), 'Whether a menu differs.'),
    redirects: s.describe(s.boolean(), 'Whether a redirect differs.'),
  }),
);
export type ReleaseDiff = Infer<typeof releaseDiff>;
