import { ensure, notFound, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { type Industry, industries, type IndustryRow } from './industry.model';
import { SEEDED_INDUSTRIES } from './seeds';

export interface NewIndustry {
  name: string;
  description?: string | null;
  icon?: string | null;
  sortOrder: number;
  isActive: boolean;
}

export function presentIndustry(row: IndustryRow) {
  return {
    id: row._id,
    name: row.name,
    description: row.description,
    icon: row.icon,
    sortOrder: row.sortOrder,
    isActive: row.isActive,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The industries a business can choose from; the platform's own admins also see those that are off. */
export async function listIndustries(ctx: TenantCtx) {
  const filter = ctx.caller.isSuperAdmin ? {} : { isActive: true };
  const rows = await industries.in(ctx).find(filter, { sort: { sortOrder: 1, _id: 1 } });
  return rows.map(presentIndustry);
}

/** @throws conflict `industry.name_taken` */
export function createIndustry(ctx: TenantCtx, input: NewIndustry) {
  return transaction(ctx, async (tx) => {
    const { description = null, icon = null, ...rest } = input;
    const after = presentIndustry(await industries.in(tx).insert({ ...rest, description, icon }));
    tx.record({
      type: 'industry.created',
      resource: { type: 'industry', id: after.id, version: 1 },
      data: after,
      change: { before: null, after },
    });
    return after;
  });
}

/** @throws not_found, conflict `industry.name_taken`, precondition_failed */
export function updateIndustry(ctx: TenantCtx, id: string, change: Partial<Industry>) {
  return transaction(ctx, async (tx) => {
    const before = presentIndustry(await existing(tx, id));
    requireMatch(tx, () => before);
    const row = await industries.in(tx).update({ _id: id }, { $set: change });
    ensure(row, () => notFound('industry'));
    const after = presentIndustry(row);
    tx.record({
      type: 'industry.updated',
      resource: { type: 'industry', id, version: row.revision },
      data: after,
      change: { before, after },
    });
    return after;
  });
}

/** @throws not_found, precondition_failed */
export function deleteIndustry(ctx: TenantCtx, id: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    const row = await existing(tx, id);
    const before = presentIndustry(row);
    requireMatch(tx, () => before);
    await industries.in(tx).delete({ _id: id });
    tx.record({
      type: 'industry.deleted',
      resource: { type: 'industry', id, version: row.revision + 1 },
      data: before,
      change: { before, after: null },
    });
  });
}

async function existing(ctx: TenantCtx, id: string): Promise<IndustryRow> {
  const row = await industries.in(ctx).findOne({ _id: id });
  ensure(row, () => notFound('industry'));
  return row;
}

/** Adds the seeded industries that are missing by name; one that an admin has changed stays as it is. */
export async function seedIndustries(ctx: TenantCtx): Promise<void> {
  for (const { name, ...rest } of SEEDED_INDUSTRIES) {
    const known = await industries.in(ctx).findOne({ name });
    if (!known) await industries.in(ctx).upsert({ name }, { $setOnInsert: { ...rest, isActive: true } });
  }
}
