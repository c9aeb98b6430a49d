import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

/** What a visitor has sent by a form of a site. */
export const submission = s.tenantResource('Submission', {
  sectionId: s.describe(s.uuid(), 'The id of the contact-form section that it was sent by.'),
  pageId: s.describe(s.uuid(), 'The page that the form was on.'),
  fields: s.describe(
    s.record(s.string({ max: 5_000 })),
    'The answers by the names of their fields. What was left empty is absent; a box that was ticked is `yes`.',
  ),
  readAt: s.describe(s.nullable(s.dateTime()), 'When somebody of the tenant read it; null is unread.'),
  spamScore: s.describe(
    s.integer({ min: 0, max: 100 }),
    'How much it looks like spam. From 50 on it was taken for spam when it came.',
  ),
  spam: s.describe(s.boolean(), 'Whether it is kept apart as spam.'),
});

export const submissionEvents = {
  ...defineEvents('contact', submission, { submitted: 'submit' }, 'submission'),
  ...defineEvents('submission', submission, { updated: 'update', deleted: 'delete' }),
};
