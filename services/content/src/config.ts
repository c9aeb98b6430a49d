import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { urlOf } from '@siteninja/http';
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
  OPENAI_API_KEY: s.describe(
    s.optional(s.string({ max: 500 })),
    'Proposals of texts are made by a language model of OpenAI, or of whoever speaks its protocol at `OPENAI_BASE_URL`. Without it they are made by built-in rules.',
  ),
  OPENAI_MODEL: s.describe(
    s.default(s.string({ max: 200 }), 'gpt-4.1-mini'),
    'A model that knows structured output (`json_schema`).',
  ),
  OPENAI_BASE_URL: s.describe(
    s.default(urlOf('https', 'http'), 'https://api.openai.com/v1'),
    "OpenAI's API, or that of a compatible provider.",
  ),
  OPENAI_MODERATION: s.describe(
    s.default(s.boolean(), true),
    "Asks OpenAI's moderation before whether a caller's words are allowed; `false` for a provider that has none.",
  ),
  OPENAI_TIMEOUT: s.describe(
    s.default(s.number({ min: 0.1, max: 240 }), 50),
    'Seconds that a proposal may take. Let it be less than `PROXY_TIMEOUT` of the gateway.',
  ),
} satisfies Fields;

export type ContentConfig = InferFields<typeof contentConfig>;
