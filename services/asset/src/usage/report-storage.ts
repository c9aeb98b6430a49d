import { calls, MAX_STORAGE_ITEMS } from '@siteninja/contracts';
import { type AssetCtx } from '../context';
import { storageUsage } from './storage-usage.model';

/** Tells billing what is kept of the tenants' files, wherever that has changed. */
export async function reportStorage(ctx: AssetCtx): Promise<void> {
  for (;;) {
    const rows = await storageUsage
      .across(ctx)
      // Rows that are older than the field lack it.
      .find({ isReported: { $in: [false, null] } }, { limit: MAX_STORAGE_ITEMS });
    if (rows.length === 0) return;
    const items = rows.map(({ tenantId, usedBytes, revision }) => ({
      tenantId,
      usedBytes,
      version: revision,
    }));
    await ctx.ports.services.call(ctx, calls.reportStorage, { body: { items } });
    // What has changed meanwhile is reported again.
    await storageUsage.across(ctx).updateUnchanged(rows.map((row) => ({ row, set: { isReported: true } })));
  }
}
