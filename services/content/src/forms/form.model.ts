import { submission } from '@siteninja/contracts';
import { tenantCollection } from '@siteninja/mongo';
import { pick, s } from '@siteninja/schema';
import { formField } from '../section-types/contact-form/form-fields';

/** What is known of a form that something was sent by, also when it is live no longer. */
export const forms = tenantCollection({
  name: 'forms',
  noun: 'form',
  fields: {
    ...pick(submission, 'sectionId', 'pageId').fields,
    // As it was when it was sent last.
    heading: s.string(),
    fields: s.array(formField),
    /** The name of every answer that was ever sent, in the order in which they came: the columns of an export. */
    fieldNames: s.array(s.string()),
    /** What is kept of it, spam included. */
    total: s.integer({ min: 0 }),
    /** What is unread and no spam. */
    unread: s.integer({ min: 0 }),
    spam: s.integer({ min: 0 }),
    lastSubmittedAt: s.nullable(s.dateTime()),
    /** Counted up by transactions that add to it, so that they commit one after the other. */
    submissionLock: s.default(s.integer(), 0),
  },
  indexes: [
    {
      fields: { tenantId: 1, sectionId: 1 },
      unique: true,
      serves: 'one a form; GET /tenants/:tenantId/forms',
    },
  ],
});
