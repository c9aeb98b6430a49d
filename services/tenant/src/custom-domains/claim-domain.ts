import { conflict, DomainError, ensure, invalid, planLimitReached, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { dropCertificate } from '../certificates/plan-certificate';
import { type TenantCtx } from '../context';
import { newClaim, presentDomain, proofOf } from '../domains/domain';
import { type DomainRow, domains } from '../domains/domain.model';
import { normalizeDomain } from '../domains/domain-name';
import { getTenantRow, updateDomains } from '../tenants/tenant';
import { tenants } from '../tenants/tenant.model';
import { type NewDomain } from './domain.schema';

/** Also where the plan has no limit. */
const MAX_DOMAINS = 100;

/**
 * Claims a domain, an apex with its `www`. A claim blocks nobody.
 * @throws invalid, conflict `domain.already_added`, payment_required `plan.limit_reached`
 */
export function addDomain(ctx: TenantCtx, input: NewDomain) {
  const name = normalizeDomain(input.domain, ctx.config.BASE_DOMAIN, 'domain');
  return transaction(ctx, async (tx) => {
    await lockDomains(tx);
    await requireRoom(tx);
    return updateDomains(tx, async () => {
      const [row] = await domains.in(tx).insertMany(newClaim(name));
      ensure(row, () => conflict('domain.already_added', 'domain', 'The domain has been added already.'));
      const after = presentDomain(tx, row);
      const event = tx.recordChange('domain.added', null, after);
      return { result: after, causedBy: event.id };
    });
  });
}

/** An apex and its `www` count once. */
async function requireRoom(tx: Tx<TenantCtx>): Promise<void> {
  const { subscription } = await getTenantRow(tx);
  const usage = await domains.in(tx).count({ isSubdomain: false, provenBy: null });
  ensure(usage < MAX_DOMAINS, () =>
    invalid([{ field: 'domain', message: `A tenant has at most ${MAX_DOMAINS} domains.` }]),
  );
  const limit = subscription?.limits.customDomains ?? null;
  if (limit === null || usage < limit) return;
  const message = `The plan allows ${limit} domains, and there are ${usage}.`;
  throw planLimitReached('customDomains', message, { limit, usage });
}

/** Transactions that change a tenant's domains commit one after the other. */
export async function lockDomains(tx: Tx<TenantCtx>): Promise<void> {
  await tenants.in(tx).lock({}, 'domainsLock');
}

/**
 * The site answers there no longer; where it was the primary domain, the subdomain is again.
 * @throws not_found, conflict `domain.is_subdomain`, precondition_failed
 */
export function deleteDomain(ctx: TenantCtx, id: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    await lockDomains(tx);
    const row = await domains.in(tx).get(id);
    requireMatch(tx, () => presentDomain(tx, row));
    const message = 'The subdomain stays as long as the tenant.';
    ensure(!row.isSubdomain, () => new DomainError('conflict', 'domain.is_subdomain', message));
    await removeDomain(tx, row);
  });
}

/** Removes a domain, and with an apex the `www` that it proves, in a transaction that has called `lockDomains`. */
export function removeDomain(tx: Tx<TenantCtx>, row: DomainRow): Promise<void> {
  return updateDomains(tx, async () => {
    const { domain } = row;
    const removed = await domains
      .in(tx)
      .find({ $or: [{ _id: row._id }, { provenBy: domain }], isSubdomain: false });
    await domains.in(tx).delete({ _id: { $in: removed.map(({ _id }) => _id) } });
    if (row.provenBy === null) await dropCertificate(tx, domain);
    const event = tx.recordChange('domain.removed', presentDomain(tx, row), null);
    for (const other of removed.filter(({ _id }) => _id !== row._id)) {
      tx.recordChange('domain.removed', presentDomain(tx, other), null, { causedBy: event.id });
    }
    if (removed.some(({ isPrimary }) => isPrimary)) await makePrimary(tx, { isSubdomain: true });
    return { result: undefined, causedBy: event.id };
  });
}

/** @returns the domain, or null where there is none such */
export async function makePrimary(
  tx: Tx<TenantCtx>,
  which: { _id: string } | { isSubdomain: true },
): Promise<DomainRow | null> {
  await domains.in(tx).updateMany({ isPrimary: true }, { $set: { isPrimary: false } });
  const row = await domains.in(tx).updateOne(which, { $set: { isPrimary: true } });
  const customDomain = row === null || row.isSubdomain ? null : row.domain;
  const { _id } = await getTenantRow(tx);
  await tenants.in(tx).update(_id, { customDomain });
  return row;
}

/**
 * The other domains redirect to it from now on.
 * @throws not_found, conflict `domain.not_verified`, precondition_failed
 */
export function setPrimaryDomain(ctx: TenantCtx, id: string) {
  return transaction(ctx, async (tx) => {
    await lockDomains(tx);
    const row = await domains.in(tx).get(id);
    requireMatch(tx, () => presentDomain(tx, row));
    const message = `Prove first that ${proofOf(row)} is yours.`;
    ensure(row.isVerified, () => new DomainError('conflict', 'domain.not_verified', message));
    if (row.isPrimary) return presentDomain(tx, row);
    return updateDomains(tx, async () => {
      const primary = await makePrimary(tx, { _id: id });
      return { result: presentDomain(tx, primary ?? row) };
    });
  });
}
