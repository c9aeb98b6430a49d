import { type BodyOf, type calls, isNewer } from '@siteninja/contracts';
import { tenantOf, type TenantStatus } from '@siteninja/core';
import { isErased, transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revoke } from '../revocations/revocation';
import { tenants } from './tenant.projection';

/** A tenant as the tenant service describes it. */
export type TenantState = BodyOf<typeof calls.syncTenant>;

/**
 * Updates the projection, unless it is of as new a revision, or the tenant is erased.
 * @param isStatusDecided false where the status may only mirror the subscription, perhaps later than the projection
 */
export async function projectTenant(
  tx: Tx<IdentityCtx>,
  tenantId: string,
  { revision, ...state }: TenantState,
  isStatusDecided = true,
): Promise<void> {
  if (await isErased(tx, tenantId)) return;
  const before = await tenants.in(tx).findOne({ _id: tenantId });
  const { status, isSuspendedByPlatform } = isStatusDecided || !before?.subscription ? state : before;
  const whole = { ...state, status, isSuspendedByPlatform };
  const after = await tenants.in(tx).keepNewest({ _id: tenantId }, revision, whole);
  if (!before || !after) return;
  if (before.status !== after.status || before.deleted !== after.deleted) {
    await revoke(tx, `tenant:${tenantId}`);
  }
}

/** For changes after which callers must be judged anew at once, before the tenant's event arrives. */
export async function syncTenant(ctx: IdentityCtx, state: TenantState) {
  await transaction(ctx, (tx) => projectTenant(tx, tenantOf(tx), state));
  return {};
}

export interface SubscriptionState {
  id: string;
  version: number;
  status: TenantStatus;
  userLimit: number | null;
}

/** The tenant's status follows its subscription, unless the platform has suspended the tenant. */
export async function projectSubscription(
  tx: Tx<IdentityCtx>,
  { id, version, status, userLimit }: SubscriptionState,
): Promise<void> {
  const tenantId = tenantOf(tx);
  const before = await tenants.in(tx).findOne({ _id: tenantId });
  if (!before || !isNewer({ id, version }, before.subscription)) return;
  const mirrored = before.isSuspendedByPlatform ? before.status : status;
  await tenants.in(tx).update(tenantId, { status: mirrored, userLimit, subscription: { id, version } });
  if (before.status !== mirrored) await revoke(tx, `tenant:${tenantId}`);
}
