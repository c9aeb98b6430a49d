import { type Infer, s } from '@siteninja/schema';

/** What a tenant uses of its plan. */
export const usage = s.object({
  pages: s.describe(s.integer({ min: 0 }), 'Pages that are not deleted.'),
  storageBytes: s.describe(s.integer({ min: 0 }), 'Bytes of the files as they were uploaded.'),
});
export type Usage = Infer<typeof usage>;
