import { isNewer } from '@siteninja/contracts';
import { type Consumer, readEvent } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { NO_LIMIT_BYTES, openStorage } from './storage-usage';
import { storageUsage } from './storage-usage.model';

/** The fields that are read of a subscription. No limit is null. */
const subscription = s.object({ limits: s.looseObject({ storageBytes: s.nullable(s.integer({ min: 0 })) }) });

/** Creates a new tenant's row, and projects its plan's limit. */
export const storageLimits: Consumer<AssetCtx> = {
  name: 'storage-limits',
  types: ['tenant.created', 'subscription.created', 'subscription.updated'],
  handle: async (tx, event) => {
    await openStorage(tx);
    if (event.type === 'tenant.created') return;
    const { storageBytes } = readEvent(subscription, event).limits;
    const { id, version } = event.resource;
    const known = await storageUsage.in(tx).findOne({});
    if (!isNewer(event.resource, known?.limitFrom ?? null)) return;
    const limitBytes = storageBytes ?? NO_LIMIT_BYTES;
    await storageUsage.in(tx).updateOne({}, { $set: { limitBytes, limitFrom: { id, version } } });
  },
};
