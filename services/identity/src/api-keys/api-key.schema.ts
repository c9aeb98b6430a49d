import { apiKey } from '@siteninja/contracts';
import { type Infer, partial, pick, s } from '@siteninja/schema';

export { apiKey };

export const newApiKey = s.named(
  'NewApiKey',
  s.object({
    ...pick(apiKey, 'name').fields,
    permissions: s.describe(apiKey.fields.permissions, 'None that you do not have yourself.'),
    rateLimit: s.optional(
      s.describe(
        apiKey.fields.rateLimit.inner,
        'Requests an hour: 1,000 where it is absent. A key that a key makes has at most the rate of that key, and ' +
          'is counted together with it.',
      ),
    ),
    expiresAt: s.describe(
      apiKey.fields.expiresAt,
      'A key that a key makes ends with that key at the latest.',
    ),
  }),
);
export type NewApiKey = Infer<typeof newApiKey>;

export const apiKeyChange = s.named('ApiKeyChange', partial(newApiKey));
export type ApiKeyChange = Infer<typeof apiKeyChange>;

/** 30 days. */
const MAX_GRACE_SECONDS = 30 * 24 * 60 * 60;

export const rotation = s.named(
  'ApiKeyRotation',
  s.object({
    graceSeconds: s.describe(
      s.default(s.integer({ min: 0, max: MAX_GRACE_SECONDS }), 0),
      'How long the old key works beside the new one; a key that was replaced before it ends at once.',
    ),
  }),
);
export type Rotation = Infer<typeof rotation>;

export const createdApiKey = s.named(
  'CreatedApiKey',
  s.object({
    ...apiKey.fields,
    key: s.describe(
      s.string(),
      'sn_live_, 30 random characters (0-9A-Za-z), and their CRC32 (IEEE) as 6 more of the same alphabet, ' +
        'most significant first, filled up with 0 on the left.',
    ),
  }),
);
