import { type Infer, s } from '@siteninja/schema';

const count = s.integer({ min: 0 });

/** What a tenant uses of its plan. */
export const usage = s.object({
  pages: s.describe(count, 'Pages that are not deleted.'),
  users: s.describe(count, 'Members and invitations.'),
  storageBytes: s.describe(count, 'Bytes of the files that are kept: originals and all variants.'),
  aiCredits: s.describe(count, 'AI credits of this month.'),
  customDomains: s.describe(count, 'Domains besides the subdomain.'),
  apiRequests: s.describe(
    count,
    'Requests by API keys of this month (UTC) to paths of the tenant; some seconds behind.',
  ),
});
export type Usage = Infer<typeof usage>;
