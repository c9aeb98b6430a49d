import { type BodyOf, type calls } from '@siteninja/contracts';
import { type CursorQuery, inTenant } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { apiKeys } from './api-key.model';
import { apiKeyUsage, apiKeyUsageBatches, type ApiKeyUsageRow } from './key-usage.model';

/** What a key was used for, the latest day first. @throws not_found */
export async function listKeyUsage(ctx: IdentityCtx, apiKeyId: string, query: CursorQuery) {
  await apiKeys.in(ctx).get(apiKeyId, {}, { select: { _id: 1 } });
  const { rows, pagination } = await apiKeyUsage.in(ctx).paginateByCursor({ apiKeyId }, query, 'day');
  return { items: rows.map(presentKeyUsage), pagination };
}

function presentKeyUsage({ endpoint, method, statusCode, day, count }: ApiKeyUsageRow) {
  return { endpoint, method, statusCode, day: day.toISOString().slice(0, 10), count };
}

/** Adds what a gateway has counted since its last batch; idempotent. Keys that are unknown are left out. */
export async function countKeyUsage(ctx: IdentityCtx, batch: BodyOf<typeof calls.countKeyUsage>) {
  const { batchId, items } = batch;
  const count = async (tx: IdentityCtx): Promise<void> => {
    if (await apiKeyUsageBatches.in(tx).findOne({ _id: batchId })) return;
    await apiKeyUsageBatches.in(tx).insert({ _id: batchId });
    const ids = [...new Set(items.map(({ apiKeyId }) => apiKeyId))];
    const known = await apiKeys.across(tx).find({ _id: { $in: ids } }, { select: { tenantId: 1 } });
    const tenants = new Map(known.map(({ _id, tenantId }) => [_id, tenantId]));
    for (const { count: more, day, ...kind } of items) {
      const tenantId = tenants.get(kind.apiKeyId);
      if (tenantId === undefined) continue;
      const counter = { ...kind, day: new Date(`${day}T00:00:00Z`) };
      await apiKeyUsage.in(inTenant(tx, tenantId)).upsert(counter, { $inc: { count: more } });
    }
  };
  await transaction(ctx, count, { mutex: 'key usage' });
  return {};
}
