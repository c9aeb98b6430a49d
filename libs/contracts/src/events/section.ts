import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

export const MAX_SORT_ORDER = 1_000_000;

/** What every section has. The schema of its content is that of its type, which the content service knows. */
const fields = {
  id: s.uuid(),
  sectionId: s.describe(
    s.string({
      max: 100,
      pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
      must: 'begin with a letter or digit and go on with letters, digits, - or _ (A-Z, a-z, 0-9)',
    }),
    "The caller's own name for the section, unique in its page, and its anchor there.",
  ),
  type: s.string({ max: 100 }),
  schemaVersion: s.describe(
    s.integer({ min: 1 }),
    'The version of its type that the content follows: the newest, whatever it was written as.',
  ),
  content: s.anyObject(),
  sortOrder: s.integer({ min: 0, max: MAX_SORT_ORDER }),
};

/** A section inside its page. */
export const pageSection = s.object(fields);

/** A part of a page. */
export const section = s.object({ ...fields, tenantId: s.uuid(), pageId: s.uuid() });

/** Its resource is the page. */
const sectionOrder = s.object({ id: s.uuid(), tenantId: s.uuid(), sectionIds: s.array(s.uuid()) });

export const sectionEvents = {
  ...defineEvents('section', section, { created: 'create', updated: 'update', deleted: 'delete' }),
  ...defineEvents('section', sectionOrder, { reordered: 'reorder' }, 'page'),
};
