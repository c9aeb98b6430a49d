import { type DomainEvent } from '@siteninja/core';
import { type Consumer } from '@siteninja/events';
import { check, integer, shape } from '@siteninja/http';
import { type BillingCtx } from '../context';
import { countUsage } from './usage';
import { type Usage } from './usage.model';

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
      return { storageBytes: sizeOf(event) };
    case 'asset.deleted':
      return { storageBytes: -sizeOf(event) };
    default:
      return {};
  }
}

/** What is read of an asset's event. */
const asset = shape({ size: integer({ min: 0 }) });

function sizeOf({ type, data }: DomainEvent): number {
  const checked = check(asset, { size: data.size });
  if ('errors' in checked) throw new Error(`${type} has other data: ${JSON.stringify(checked.errors)}`);
  return checked.value.size;
}
