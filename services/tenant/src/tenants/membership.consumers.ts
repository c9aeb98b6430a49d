import { member } from '@siteninja/contracts';
import { type Consumer, readEvent } from '@siteninja/events';
import { pick, s } from '@siteninja/schema';
import { type TenantCtx } from '../context';
import { projectMembership } from './membership';

const memberData = s.object({
  ...pick(member, 'id', 'createdAt', 'status').fields,
  /** Absent where an account itself has changed, and no membership. */
  tenantId: s.optional(member.fields.tenantId),
});

/** Keeps who belongs to which tenant. */
export const membershipProjection: Consumer<TenantCtx> = {
  name: 'memberships',
  types: ['user.invited', 'user.joined', 'user.updated', 'user.role_changed', 'user.removed'],
  handle: async (tx, event) => {
    const { id, tenantId, status, createdAt } = readEvent(memberData, event);
    if (tenantId === undefined) return;
    const isActive = status === 'active' && event.type !== 'user.removed';
    await projectMembership(tx, { userId: id, isActive, createdAt, revision: event.resource.version });
  },
};
