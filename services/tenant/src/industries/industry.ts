import { presenter, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { industries } from './industry.model';
import { industry, type IndustryChange, type NewIndustry } from './industry.schema';

const present = presenter(industry);

/** The industries a business can choose from; super admins also see the inactive ones. */
export async function listIndustries(ctx: TenantCtx) {
  const filter = ctx.caller.isSuperAdmin ? {} : { isActive: true };
  const rows = await industries.in(ctx).find(filter, { sort: { sortOrder: 1, _id: 1 } });
  return rows.map(present);
}

/** @throws not_found */
export async function getIndustry(ctx: TenantCtx, id: string) {
  return present(await industries.in(ctx).get(id));
}

/** @throws conflict `industry.name_taken` */
export function createIndustry(ctx: TenantCtx, input: NewIndustry) {
  return transaction(ctx, async (tx) => {
    const after = present(await industries.in(tx).insert(input));
    tx.recordChange('industry.created', null, after);
    return after;
  });
}

/** @throws not_found, conflict `industry.name_taken`, precondition_failed */
export function updateIndustry(ctx: TenantCtx, id: string, change: IndustryChange) {
  return transaction(ctx, async (tx) => {
    const before = present(await industries.in(tx).get(id));
    requireMatch(tx, () => before);
    const after = present(await industries.in(tx).update(id, change));
    tx.recordChange('industry.updated', before, after);
    return after;
  });
}

/** @throws not_found, precondition_failed */
export function deleteIndustry(ctx: TenantCtx, id: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    const before = present(await industries.in(tx).get(id));
    requireMatch(tx, () => before);
    await industries.in(tx).delete({ _id: id });
    tx.recordChange('industry.deleted', before, null);
  });
}
