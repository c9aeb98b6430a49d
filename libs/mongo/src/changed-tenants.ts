import { type Ctx } from '@siteninja/core';
import { type CollectionDefinition } from './definition';

/**
 * Writes rows so that nothing is kept any longer of what was answered about their tenant. A transaction sees to that as
 * a whole, before it commits; without one it is done around the write. Rows of global collections count as the
 * context's tenant where they name tenants, but in transactions alone: others hold no part of an answer.
 */
export async function writeAsChange<Result>(
  ctx: Ctx,
  { scope, fields }: CollectionDefinition,
  write: () => Promise<Result>,
): Promise<Result> {
  const { session, tenantCache, tenantId, changedTenants } = ctx;
  const isOfTenant = scope === 'tenant' || (session !== undefined && 'tenantId' in fields);
  if (tenantId === null || !isOfTenant) return write();
  if (session) {
    changedTenants?.add(tenantId);
    return write();
  }
  const release = await tenantCache?.hold([tenantId]);
  const result = await write();
  await release?.();
  return result;
}
