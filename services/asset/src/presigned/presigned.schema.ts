import { type Infer, pick, s } from '@siteninja/schema';
import { asset } from '../assets/asset.schema';

export const newPresignedUpload = s.object({
  filename: s.string({ max: 255 }),
  ...pick(asset, 'mimeType').fields,
  size: s.describe(s.integer({ min: 1 }), 'Bytes. What is sent has to have as many.'),
  checksum: s.optional(
    s.string({ pattern: /^[0-9a-f]{64}$/, must: 'be a SHA-256 as 64 hexadecimal digits in lower case' }),
  ),
});
export type NewPresignedUpload = Infer<typeof newPresignedUpload>;

export const presignedUpload = s.named(
  'PresignedUpload',
  s.object({
    assetId: s.describe(s.uuid(), 'Of the asset that it becomes once it is completed.'),
    upload: s.object({
      url: s.string(),
      method: s.enum('PUT'),
      headers: s.describe(s.record(s.string()), 'Have to be sent as they are.'),
    }),
    expiresAt: s.dateTime(),
  }),
);
export type PresignedUpload = Infer<typeof presignedUpload>;

export const uploadToken = s.object({ token: s.string({ max: 100 }) });
