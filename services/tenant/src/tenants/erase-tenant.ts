import { type BodyOf, type calls } from '@siteninja/contracts';
import {
  ensure,
  forbidden,
  notFound,
  presenter,
  requireMatch,
  SERVICES,
  tenantOf,
  userOf,
} from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { syncIdentity } from './sync-identity';
import { getTenantRow, presentTenant } from './tenant';
import { tenants } from './tenant.model';
import { type ErasureRow, erasures } from './erasure.model';
import { type Erasure, erasure } from './erasure.schema';

const presentFields = presenter(erasure);

function present(row: ErasureRow): Erasure {
  const receipts = row.receipts.map(({ finishedAt, ...receipt }) => ({
    ...receipt,
    finishedAt: finishedAt.toISOString(),
  }));
  return { ...presentFields(row), receipts };
}

/** @throws not_found */
export async function getErasure(ctx: TenantCtx, id: string): Promise<Erasure> {
  return present(await erasures.in(ctx).get(id));
}

/**
 * Has every service erase what it holds of the tenant, which is closed at once and cannot be restored. Asked for again
 * it is the same erasure.
 * @throws forbidden for others than a super_admin, not_found, precondition_failed
 */
export async function eraseTenant(ctx: TenantCtx): Promise<Erasure> {
  ensure(ctx.caller.isSuperAdmin, () => forbidden('auth.forbidden', 'The platform alone erases tenants.'));
  const { row, closed } = await transaction(ctx, async (tx) => {
    const tenantId = tenantOf(tx);
    const known = await erasures.in(tx).findOne({ tenantId });
    if (known) return { row: known, closed: null };
    const before = await getTenantRow(tx);
    const presented = await presentTenant(tx, before);
    requireMatch(tx, () => presented);
    const asked = { tenantId, status: 'pending' as const, receipts: [], requestedBy: userOf(tx) };
    const inserted = await erasures.in(tx).insert(asked);
    const deletedAt = before.deletedAt ?? tx.clock.now();
    const after = await tenants.in(tx).update(tenantId, { deletedAt, isBeingErased: true });
    const resource = { type: 'tenant', id: tenantId, version: after.revision };
    tx.record({ type: 'tenant.erased', resource, data: { id: tenantId, tenantId } });
    tx.invalidate(`site:${tenantId}`);
    return { row: inserted, closed: after };
  });
  if (closed) await syncIdentity(ctx, closed);
  return present(row);
}

/** Keeps the first report of a service. @throws not_found where nobody has asked for it */
export async function keepReceipt(
  ctx: TenantCtx,
  { documents, files, finishedAt }: BodyOf<typeof calls.reportErasure>,
): Promise<void> {
  const { caller } = ctx;
  const service = SERVICES.find((name) => caller.type === 'service' && caller.service === name);
  ensure(service, () => forbidden());
  await transaction(ctx, async (tx) => {
    const row = await erasures.in(tx).findOne({ tenantId: tenantOf(tx) });
    ensure(row, () => notFound('erasure'));
    if (row.receipts.some((receipt) => receipt.service === service)) return;
    const receipts = [...row.receipts, { service, documents, files, finishedAt: new Date(finishedAt) }];
    await erasures.in(tx).update(row._id, { receipts, status: statusOf(receipts) });
  });
}

function statusOf(receipts: ErasureRow['receipts']): ErasureRow['status'] {
  return receipts.length === SERVICES.length ? 'done' : 'running';
}
