import { type Consumer, readEvent } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { openStorage } from './storage-usage';
import { storageUsage } from './storage-usage.model';

/** What is read of a subscription's event. No limit is null. */
const subscription = s.object({ limits: s.looseObject({ storageBytes: s.nullable(s.integer({ min: 0 })) }) });

/** Gives a new tenant its row, and keeps what its plan allows. */
export const storageLimits: Consumer<AssetCtx> = {
  name: 'storage-limits',
  types: ['tenant.created', 'subscription.created', 'subscription.updated'],
  handle: async (tx, event) => {
    await openStorage(tx);
    if (event.type === 'tenant.created') return;
    const { storageBytes } = readEvent(subscription, event).limits;
    const { id: subscriptionId, version } = event.resource;
    const known = (await storageUsage.in(tx).findOne({}))?.limitFrom ?? null;
    const occurredAt = new Date(event.occurredAt);
    // Versions tell what is newer of one subscription; of two, as after a cancellation, their times do.
    const isOlder =
      known !== null &&
      (known.subscriptionId === subscriptionId ? known.version >= version : known.occurredAt > occurredAt);
    if (isOlder) return;
    const limitBytes = storageBytes ?? Number.MAX_SAFE_INTEGER;
    const limitFrom = { subscriptionId, version, occurredAt };
    await storageUsage.in(tx).updateOne({}, { $set: { limitBytes, limitFrom } });
  },
};
