import { calls } from '@siteninja/contracts';
import { DomainError } from '@siteninja/core';
import { type TenantCtx } from '../context';
import { type TenantRow } from './tenant.model';

/** What identity judges callers by, and in which language it writes to them. */
export function tenantState({ name, status, deletedAt, isSuspendedByPlatform, revision, locale }: TenantRow) {
  return { name, status, deleted: deletedAt !== null, isSuspendedByPlatform, revision, locale };
}

/**
 * Tells identity at once what callers may do in the tenant from now on, and the gateway to evict what it has cached.
 * While identity is unavailable, the tenant's event tells it a little later.
 */
export async function syncIdentity(ctx: TenantCtx, row: TenantRow): Promise<void> {
  try {
    await ctx.ports.services.call(ctx, calls.syncTenant, {
      params: { tenantId: row._id },
      body: tenantState(row),
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    ctx.log.warn('identity will learn of the tenant from its event', { tenantId: row._id, code: error.code });
  }
  ctx.invalidate(`tenant:${row._id}`);
}
