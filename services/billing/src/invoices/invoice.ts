import { invoice } from '@siteninja/contracts';
import { type PaginationQuery, presenter, tenantOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { type InvoiceFacts } from '../payments/payments';
import { invoices } from './invoice.model';

const present = presenter(invoice);

export async function listInvoices(ctx: BillingCtx, query: PaginationQuery) {
  const { rows, pagination } = await invoices.in(ctx).paginate({}, query);
  return { items: rows.map(present), pagination };
}

/** Keeps an invoice that was paid. @param causedBy the change of the subscription that it was paid for */
export async function recordPaid(
  tx: Tx<BillingCtx>,
  subscriptionId: string,
  facts: InvoiceFacts | null,
  causedBy: string,
): Promise<void> {
  // What was asked for before is paid with this one, or not at all.
  await invoices.in(tx).updateMany({ status: 'open' }, { $set: { status: 'void' } });
  if (facts === null) return;
  const row = await insert(tx, subscriptionId, facts, { status: 'paid', paidAt: tx.clock.now() });
  tx.recordChange('invoice.paid', null, present(row), { causedBy });
}

/** Keeps an invoice that could not be collected. */
export async function recordFailed(
  tx: Tx<BillingCtx>,
  subscriptionId: string,
  facts: InvoiceFacts,
  causedBy: string,
): Promise<void> {
  const row = await insert(tx, subscriptionId, facts, { status: 'open', paidAt: null });
  tx.recordChange('invoice.failed', null, present(row), { causedBy });
}

async function insert(
  tx: Tx<BillingCtx>,
  subscriptionId: string,
  facts: InvoiceFacts,
  state: { status: 'open' | 'paid'; paidAt: Date | null },
) {
  const number = facts.number ?? (await nextNumber(tx));
  return invoices.in(tx).insert({ ...facts, number, ...state, subscriptionId });
}

/** Numbers of a tenant's invoices are without gaps: none is ever deleted. */
async function nextNumber(tx: Tx<BillingCtx>): Promise<string> {
  const count = await invoices.in(tx).count({});
  const tenant = tenantOf(tx).replaceAll('-', '').slice(-8).toUpperCase();
  return `${tenant}-${String(count + 1).padStart(4, '0')}`;
}
