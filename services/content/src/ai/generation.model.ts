import { aiGeneration } from '@siteninja/contracts';
import { tenantCollection } from '@siteninja/mongo';
import { pick, s } from '@siteninja/schema';

const DAY_SECONDS = 24 * 60 * 60;

/** Every proposal that was asked for: by whom, what became of it, and what it has cost. No answer has it. */
export const aiGenerations = tenantCollection({
  name: 'aiGenerations',
  fields: {
    ...pick(aiGeneration, 'kind', 'pageId', 'credits', 'month').fields,
    userId: s.nullable(s.uuid()),
    apiKeyId: s.nullable(s.uuid()),
    /** `rules`, or the name of a language model. */
    model: s.string(),
    outcome: s.enum('made', 'broken_off', 'refused', 'failed'),
    /** As the provider has counted them, else estimated; 0 for the rules. */
    tokens: s.integer({ min: 0 }),
    /** The caller's own words; null where there were none. */
    prompt: s.nullable(s.string()),
    /** What was proposed; null where it did not come to that. */
    result: s.nullable(s.json<object>()),
  },
  indexes: [
    { fields: { tenantId: 1, _id: 1 }, serves: 'the erasure of a tenant' },
    { fields: { createdAt: 1 }, expiresAfterSeconds: 90 * DAY_SECONDS, serves: 'they go after 90 days' },
  ],
});
