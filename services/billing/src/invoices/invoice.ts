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
  state: { status: keyof typeof RANK; paidAt: Date | null },
) {
  const number = facts.number ?? (await nextNumber(tx));
  return invoices.in(tx).insert({ ...facts, number, ...state, subscriptionId });
}

/** What the provider has told of; nothing leads back from paid, nor from void to open. */
const RANK = { open: 0, void: 1, paid: 2 } as const;

/**
 * Keeps what the provider tells of an invoice, once, whatever the order and however often it is told.
 * @param causedBy the change of the subscription that came with it, if there was one
 */
export async function keepTold(
  tx: Tx<BillingCtx>,
  subscriptionId: string,
  told: { status: keyof typeof RANK; paidAt: Date | null; facts: InvoiceFacts },
  causedBy?: string,
): Promise<void> {
  const { status, facts } = told;
  const paidAt = status === 'paid' ? (told.paidAt ?? tx.clock.now()) : null;
  const known = await invoices.in(tx).findOne({ externalId: facts.externalId });
  if (known && RANK[known.status] >= RANK[status]) return;
  const after = known
    ? await invoices
        .in(tx)
        .update(known._id, { ...facts, number: facts.number ?? known.number, status, paidAt })
    : await insert(tx, subscriptionId, facts, { status, paidAt });
  if (status === 'void') return;
  const type = status === 'paid' ? 'invoice.paid' : 'invoice.failed';
  const more = causedBy === undefined ? {} : { causedBy };
  tx.recordChange(type, known ? present(known) : null, present(after), more);
}

/** Numbers of a tenant's invoices are without gaps: none is ever deleted. */
async function nextNumber(tx: Tx<BillingCtx>): Promise<string> {
  const count = await invoices.in(tx).count({});
  const tenant = tenantOf(tx).replaceAll('-', '').slice(-8).toUpperCase();
  return `${tenant}-${String(count + 1).padStart(4, '0')}`;
}
