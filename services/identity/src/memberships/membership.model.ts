import { ROLES } from '@siteninja/core';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** A user's place in a tenant. Only an active membership gives access. */
export const memberships = tenantCollection({
  name: 'memberships',
  noun: 'membership',
  fields: {
    userId: s.uuid(),
    role: s.enum(...ROLES),
    status: s.enum('active', 'invited', 'inactive'),
    invitedBy: s.nullable(s.uuid()),
    /** What the invitation calls them: a tenant learns the name of an account when its owner joins. */
    invitedName: s.default(s.nullable(s.string({ max: 255 })), null),
  },
  indexes: [
    {
      fields: { tenantId: 1, userId: 1 },
      unique: true,
      serves: 'what a caller may do in a tenant; one role in each',
    },
    { fields: { userId: 1, createdAt: 1 }, serves: 'the tenants of a user' },
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/users' },
    { fields: { tenantId: 1, role: 1, status: 1 }, serves: 'whether a tenant has an admin' },
  ],
});
export type MembershipRow = RowOf<typeof memberships>;
