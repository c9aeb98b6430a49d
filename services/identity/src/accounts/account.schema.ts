import { user } from '@siteninja/contracts';
import { type Infer, s } from '@siteninja/schema';

export { user };

export const accountStatus = s.object({ status: s.enum('active', 'inactive') });
export type AccountStatus = Infer<typeof accountStatus>;

export const accountFilters = {
  status: s.optional(user.fields.status),
  search: s.optional(s.describe(s.string({ max: 100 }), 'In name or email, literally, whatever its case.')),
};
