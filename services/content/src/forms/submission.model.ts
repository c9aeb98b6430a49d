import { submission } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

export const submissions = tenantCollection({
  name: 'submissions',
  noun: 'submission',
  fields: {
    ...submission.fields,
    // Against abuse; they never leave the service.
    ip: s.string({ min: 0 }),
    userAgent: s.nullable(s.string({ min: 0 })),
    /** Equal answers, equal hash, whichever form they were sent by. */
    contentHash: s.string(),
  },
  indexes: [
    {
      fields: { tenantId: 1, spam: 1, createdAt: -1, _id: -1 },
      serves: 'GET /tenants/:tenantId/submissions, and its export',
    },
    {
      fields: { tenantId: 1, sectionId: 1, spam: 1, createdAt: -1, _id: -1 },
      serves: 'the submissions of one form',
    },
    {
      fields: { tenantId: 1, spam: 1, readAt: 1, createdAt: -1, _id: -1 },
      serves: 'the submissions that nobody has read',
    },
    {
      fields: { tenantId: 1, contentHash: 1, createdAt: -1 },
      serves: 'what was sent before with equal words',
    },
    { fields: { spam: 1, createdAt: 1 }, serves: 'what is kept for long enough, of all tenants' },
  ],
});

export type SubmissionRow = RowOf<typeof submissions>;
