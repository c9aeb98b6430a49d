import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** Who belongs to a tenant: a projection of identity's memberships, one row for each user and tenant. */
export const memberships = tenantCollection({
  name: 'memberships',
  fields: {
    userId: s.uuid(),
    /** False for the invited, and kept for the removed, so that an older event does not bring them back. */
    isActive: s.boolean(),
    /** When the membership was made that the row is of: who was removed may come back with another. */
    memberSince: s.dateTime(),
    /** The membership's revision that the row is of; 0 for a creator of whom nothing has been heard yet. */
    version: s.integer({ min: 0 }),
  },
  indexes: [
    { fields: { tenantId: 1, userId: 1 }, unique: true, serves: 'one row for each user and tenant' },
    { fields: { userId: 1, isActive: 1 }, serves: 'GET /tenants of a user' },
  ],
});
