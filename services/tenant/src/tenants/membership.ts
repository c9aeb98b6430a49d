import { type AnswerOf, type calls } from '@siteninja/contracts';
import { type Tx } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { memberships } from './membership.projection';

/** A membership as identity describes it. */
export type MembershipState = Omit<AnswerOf<typeof calls.listMemberships>['items'][number], 'tenantId'>;

/** Keeps the newest of what is said of a member of this tenant, in whatever order and however often it is said. */
export async function projectMembership(
  tx: Tx<TenantCtx>,
  { userId, isActive, createdAt, revision }: MembershipState,
): Promise<void> {
  const memberSince = new Date(createdAt);
  const known = await memberships.in(tx).findOne({ userId });
  if (known !== null) {
    const isOfEarlier = memberSince < known.memberSince;
    const isOfSame = memberSince.getTime() === known.memberSince.getTime();
    if (isOfEarlier || (isOfSame && revision <= known.version)) return;
  }
  await memberships.in(tx).upsert({ userId }, { $set: { isActive, memberSince, version: revision } });
}

/** Identity has made the creator a member, and records no event of that: `tenant.created` tells of it. */
export async function addCreator(tx: Tx<TenantCtx>, userId: string): Promise<void> {
  if (await memberships.in(tx).findOne({ userId })) return;
  await memberships.in(tx).insert({ userId, isActive: true, memberSince: new Date(0), version: 0 });
}

/** The tenants that a user is an active member of. */
export async function tenantIdsOf(ctx: TenantCtx, userId: string): Promise<string[]> {
  const rows = await memberships.across(ctx).find({ userId, isActive: true }, { select: { tenantId: 1 } });
  return rows.map(({ tenantId }) => tenantId);
}
