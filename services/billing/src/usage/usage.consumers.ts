import { type DomainEvent } from '@siteninja/contracts';
import { type Consumer, readEvent } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type BillingCtx } from '../context';
import { countUsage } from './usage';
import { type Usage } from './usage.schema';

const asset = s.object({ size: s.integer({ min: 0 }) });

/** Counts what tenants use of their plans. */
export const usageCounters: Consumer<BillingCtx> = {
  name: 'usage',
  types: ['page.created', 'page.restored', 'page.deleted', 'asset.uploaded', 'asset.deleted'],
  handle: (tx, event) => countUsage(tx, changeOf(event)),
};

function changeOf(event: DomainEvent): Partial<Usage> {
  switch (event.type) {
    case 'page.created':
    case 'page.restored':
      return { pages: 1 };
    case 'page.deleted':
      return { pages: -1 };
    case 'asset.uploaded':
      return { storageBytes: readEvent(asset, event).size };
    case 'asset.deleted':
      return { storageBytes: -readEvent(asset, event).size };
    default:
      return {};
  }
}
