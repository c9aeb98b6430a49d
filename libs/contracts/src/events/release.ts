import { pick, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { page } from './page';

export const releaseEntry = s.object({
  ...pick(page, 'path').fields,
  pageId: s.uuid(),
  version: s.integer({ min: 1 }),
});

/** The whole site as visitors see it at one time; never changed. */
export const release = s.tenantResource('Release', {
  number: s.describe(s.integer({ min: 1 }), 'From 1, without gaps.'),
  entries: s.describe(s.array(releaseEntry, { max: 100_000 }), 'The live pages, and which version of each.'),
  activatedAt: s.dateTime(),
  activatedBy: s.nullable(s.uuid()),
});

export const releaseEvents = defineEvents('release', release, { activated: 'activate' });
