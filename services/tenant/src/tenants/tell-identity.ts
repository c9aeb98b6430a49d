import { calls } from '@siteninja/contracts';
import { DomainError } from '@siteninja/core';
import { type TenantCtx } from '../context';
import { type TenantRecord } from './tenant.model';

/** What identity keeps of a tenant, to judge callers by. */
export function tenantState({ name, status, deletedAt, revision }: TenantRecord) {
  return { name, status, deleted: deletedAt !== null, revision };
}

/**
 * Tells identity at once what callers may do in the tenant from now on, and the gateway to ask again. When
 * identity is away the tenant's event tells it a little later.
 */
export async function tellIdentity(ctx: TenantCtx, row: TenantRecord): Promise<void> {
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
