import { apiKey } from '@siteninja/contracts';
import { type Infer, pick, s } from '@siteninja/schema';

export { apiKey };

export const newApiKey = s.named(
  'NewApiKey',
  s.object({
    ...pick(apiKey, 'name', 'permissions', 'rateLimit', 'expiresAt').fields,
    permissions: s.describe(apiKey.fields.permissions, 'None that you do not have yourself.'),
  }),
);
export type NewApiKey = Infer<typeof newApiKey>;

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
