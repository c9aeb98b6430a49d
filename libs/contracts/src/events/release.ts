import { pick, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { page } from './page';

export const releaseEntry = s.object({
  ...pick(page, 'path').fields,
  pageId: s.uuid(),
  version: s.integer({ min: 1 }),
});

export const releaseItem = s.object({ pageId: s.uuid(), action: s.enum('publish', 'unpublish') });

/** The whole site as visitors see it at one time; never changed once it has been live. */
export const release = s.tenantResource('Release', {
  number: s.describe(
    s.nullable(s.integer({ min: 1 })),
    'From 1, in the order in which releases became live first; null while it is staged.',
  ),
  name: s.nullable(s.label({ max: 255 })),
  status: s.enum('live', 'superseded', 'staged'),
  items: s.describe(
    s.nullable(s.array(releaseItem, { min: 1, max: 2_000, unique: 'pageId' })),
    'What a staged release will do when it is activated.',
  ),
  entries: s.describe(s.array(releaseEntry, { max: 100_000 }), 'The live pages, and which version of each.'),
  assetIds: s.describe(
    s.array(s.uuid(), { max: 1_000_000 }),
    'The assets that its pages show or link to, and those that its menus and redirects lead to.',
  ),
  activatedAt: s.describe(s.nullable(s.dateTime()), 'When it became live first.'),
  activatedBy: s.nullable(s.uuid()),
});

/** The version of an activation counts the activations of the site: the highest one is live. */
export const releaseEvents = defineEvents('release', release, {
  staged: 'stage',
  updated: 'update',
  deleted: 'delete',
  activated: 'activate',
});
