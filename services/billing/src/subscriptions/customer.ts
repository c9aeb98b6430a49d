import { tenantOf } from '@siteninja/core';
import { isDuplicateKey } from '@siteninja/mongo';
import { type BillingCtx } from '../context';
import { customers } from './customer.model';
import { type SubscriptionRow } from './subscription.model';

/**
 * The tenant's customer at the provider, who is made where there is none, once however many ask at the same time. That
 * one is made is written down before, so that it is deleted when the tenant is erased, whatever fails meanwhile.
 * @param row the tenant's subscription, whose customer pays already where the provider has one
 * @returns null where the provider keeps no customers
 * @throws unavailable
 */
export async function requireCustomer(ctx: BillingCtx, row: SubscriptionRow | null): Promise<string | null> {
  const { customers: provider, provider: name } = ctx.ports.payments;
  if (provider === null) return null;
  const paying = row?.provider === name ? row.providerIds?.customerId : undefined;
  if (paying !== undefined) return paying;
  const tenantId = tenantOf(ctx);
  const known = await customers.in(ctx).findOne({});
  if (known?.customerId != null) return known.customerId;
  const [left] = known === null ? [] : await provider.find(tenantId);
  if (known === null) await noteThatOneIsMade(ctx);
  const customerId = left ?? (await provider.make(tenantId));
  await customers.in(ctx).updateOne({ customerId: null }, { $set: { customerId } });
  return customerId;
}

async function noteThatOneIsMade(ctx: BillingCtx): Promise<void> {
  try {
    await customers.in(ctx).insert({ customerId: null });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Also those that a process had made which ended before it could write them down. @throws unavailable */
export async function findCustomers(ctx: BillingCtx): Promise<string[]> {
  const provider = ctx.ports.payments.customers;
  const known = await customers.in(ctx).findOne({});
  if (provider === null || known === null) return [];
  return known.customerId === null ? provider.find(tenantOf(ctx)) : [known.customerId];
}
