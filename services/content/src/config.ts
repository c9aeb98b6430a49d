import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailConfig } from '@siteninja/mail';
import { type Fields, type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

const count = (value: number, description: string) =>
  s.describe(s.default(s.integer({ min: 1 }), value), description);

export const contentConfig = {
  ...serviceConfig,
  ...mailConfig,
  FORM_ADDRESS_LIMIT: count(10, 'Submissions of one form by one address in 10 minutes.'),
  FORM_LIMIT: count(100, 'Submissions of one form by everybody in 10 minutes.'),
  RATE_LIMIT_SCALE: s.describe(
    s.default(s.number({ min: 0.001 }), 1),
    'Multiplies `FORM_ADDRESS_LIMIT` and `FORM_LIMIT`, for load tests.',
  ),
  SUBMISSION_DAYS: count(365, 'Days that submissions of forms are kept.'),
  SPAM_DAYS: count(30, 'Days that submissions are kept that are taken for spam.'),
  BUNDLE_FOLDER: s.describe(
    s.default(s.string({ max: 4_000 }), join(tmpdir(), 'siteninja-bundles')),
    'Folder of temporary files, which exports remove when they are over.',
  ),
} satisfies Fields;

export type ContentConfig = InferFields<typeof contentConfig>;
