import { type BodyOf, type calls, isNewer } from '@siteninja/contracts';
import { tenantOf, type TenantStatus } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revoke } from '../revocations/revocation';
import { tenants } from './tenant.model';

/** What the tenant service says of a tenant. */
export type TenantState = BodyOf<typeof calls.syncTenant>;

/**
 * Takes over what the tenant service says, unless something newer is known.
 * @param statusDecided false where the status is only what the tenant service has mirrored of the subscription,
 *   maybe later than this service has
 */
export async function keepTenant(
  tx: Tx<IdentityCtx>,
  tenantId: string,
  { revision, ...state }: TenantState,
  statusDecided = true,
): Promise<void> {
  const known = await tenants.in(tx).findOne({ _id: tenantId });
  if (known && known.version >= revision) return;
  const status = statusDecided || !known?.subscription ? state.status : known.status;
  const { name, deleted } = state;
  await tenants.in(tx).upsert(
    { _id: tenantId },
    {
      $set: { name, deleted, status, version: revision },
      $setOnInsert: { _id: tenantId, subscription: null },
    },
  );
  if (known && (known.status !== status || known.deleted !== deleted)) await revoke(tx, `tenant:${tenantId}`);
}

/** For the tenant service, which does not wait for its event where callers must be judged anew at once. */
export async function updateTenant(ctx: IdentityCtx, state: TenantState) {
  await transaction(ctx, (tx) => keepTenant(tx, tenantOf(tx), state));
  return {};
}

export interface SubscriptionState {
  id: string;
  version: number;
  status: TenantStatus;
}

/** The tenant's status follows its subscription, unless the platform has suspended it. */
export async function keepSubscription(
  tx: Tx<IdentityCtx>,
  { id, version, status }: SubscriptionState,
): Promise<void> {
  const tenantId = tenantOf(tx);
  const known = await tenants.in(tx).findOne({ _id: tenantId });
  if (!known || !isNewer({ id, version }, known.subscription)) return;
  const mirrored = known.status === 'suspended' ? known.status : status;
  await tenants
    .in(tx)
    .updateOne({ _id: tenantId }, { $set: { status: mirrored, subscription: { id, version } } });
  if (known.status !== mirrored) await revoke(tx, `tenant:${tenantId}`);
}
