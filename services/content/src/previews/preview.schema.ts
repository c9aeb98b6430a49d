import { s } from '@siteninja/schema';

export const previewLink = s.named(
  'PreviewLink',
  s.object({
    url: s.describe(s.string(), 'Shows the drafts to whoever has it, on the host of the site.'),
    expiresAt: s.dateTime(),
  }),
);
