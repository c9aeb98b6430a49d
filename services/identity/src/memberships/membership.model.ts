import { type Role } from '@siteninja/core';
import { tenantCollection, type TenantRow } from '@siteninja/mongo';

export interface Membership {
  userId: string;
  role: Role;
  /** Only an active one lets its user in. */
  status: 'active' | 'invited' | 'inactive';
  invitedBy: string | null;
}
export type MembershipRow = TenantRow<Membership>;

const text = { type: String, required: true };

export const memberships = tenantCollection<Membership>({
  name: 'memberships',
  fields: { userId: text, role: text, status: text, invitedBy: { type: String, default: null } },
  indexes: [
    {
      fields: { tenantId: 1, userId: 1 },
      unique: true,
      serves: 'what a caller may do in a tenant; one role in each',
    },
    { fields: { userId: 1, createdAt: 1 }, serves: 'the tenants of a user' },
    { fields: { tenantId: 1, role: 1, status: 1 }, serves: 'whether a tenant has an admin' },
  ],
});
