import { DAY_MS, DomainError, ensure, HOUR_MS, inTenant, requireMatch, SYSTEM } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { planCertificate } from '../certificates/plan-certificate';
import { type TenantCtx } from '../context';
import { challengeName, presentDomain, proofOf } from '../domains/domain';
import { type DomainRow, domains } from '../domains/domain.model';
import { updateDomains } from '../tenants/tenant';
import { checkDomain, type Findings } from './check-domain';
import { lockDomains, makePrimary, removeDomain } from './claim-domain';
import { scheduleWarning } from './warn-of-domain';

/** A domain of the tenant, what DNS says of it, and who holds it. */
interface Checked {
  row: DomainRow;
  findings: Findings;
  /** Another tenant's row of the domain. */
  holder: DomainRow | null;
  isHolderProven: boolean;
}

/**
 * Asks DNS whether the domain is the tenant's, and whether it leads here. A domain that another tenant holds passes on
 * if that one's proof is gone. The domains that the same record proves are verified with it.
 * @throws not_found, conflict `domain.not_verified` with what was found, `domain.taken`, unavailable
 *   `domain.dns_unavailable`, precondition_failed
 */
export async function verifyDomain(ctx: TenantCtx, id: string) {
  const asked = await domains.in(ctx).get(id);
  requireMatch(ctx, () => presentDomain(ctx, asked));
  if (asked.isSubdomain) return presentDomain(ctx, asked);
  await checkAndKeep(ctx, proofOf(asked));
  const row = await domains.in(ctx).get(id);
  ensure(row.isVerified && row.proofMissingSince === null, () => notProven(ctx, row));
  return presentDomain(ctx, row);
}

/** @throws conflict `domain.taken`, unavailable `domain.dns_unavailable` */
export async function checkAndKeep(ctx: TenantCtx, proof: string): Promise<void> {
  const rows = await domains
    .in(ctx)
    .find({ $or: [{ domain: proof }, { provenBy: proof }] }, { sort: { provenBy: 1 } });
  const checked = await Promise.all(rows.map((row) => checkWithHolder(ctx, row)));
  const isTaken = checked.some(
    ({ row, findings, isHolderProven }) => row.domain === proof && findings.isProven && isHolderProven,
  );
  ensure(!isTaken, () => {
    const message = 'Another tenant has proven this domain, and its proof is still there.';
    return new DomainError('conflict', 'domain.taken', message, { details: [{ field: 'domain', message }] });
  });
  await transaction(ctx, async (tx) => {
    await lockDomains(tx);
    let causedBy: string | undefined;
    // What an apex proves for its `www` is no doing of its own.
    for (const each of checked) causedBy = (await keep(tx, each, causedBy)) ?? causedBy;
    await planCertificate(tx, proof);
  });
}

async function checkWithHolder(ctx: TenantCtx, row: DomainRow): Promise<Checked> {
  const findings = await checkDomain(ctx, row);
  const { domain, tenantId, isVerified } = row;
  const holder =
    isVerified || !findings.isProven
      ? null
      : await domains.across(ctx).findOne({ domain, isVerified: true, tenantId: { $ne: tenantId } });
  if (!holder) return { row, findings, holder, isHolderProven: false };
  const proofs =
    challengeName(holder) === challengeName(row)
      ? findings.proofs
      : await ctx.ports.dns.txt(challengeName(holder));
  return { row, findings, holder, isHolderProven: proofs.includes(holder.verificationToken ?? '') };
}

/** @returns the id of the event, where the domain has become verified */
async function keep(tx: Tx<TenantCtx>, checked: Checked, causedBy?: string): Promise<string | undefined> {
  const row = await domains.in(tx).findOne({ _id: checked.row._id });
  if (!row) return undefined;
  const { findings, holder, isHolderProven } = checked;
  const now = tx.clock.now();
  const isVerified = row.isVerified || (findings.isProven && !isHolderProven);
  const set = {
    checks: findings.checks,
    dnsConfigured: findings.leadsHere,
    lastCheckedAt: now,
    nextCheckAt: nextCheckAt(row, isVerified, now),
    proofMissingSince: findings.isProven || !row.isVerified ? null : (row.proofMissingSince ?? now),
  };
  if (row.isVerified || !isVerified) {
    await domains.in(tx).update(row._id, set);
    const isNews = set.proofMissingSince !== null && row.proofMissingSince === null;
    if (isNews && row.provenBy === null) await scheduleWarning(tx, row);
    return undefined;
  }
  if (holder) await release(tx, holder);
  return recordVerified(tx, row, { ...set, isVerified, verifiedAt: now }, causedBy);
}

/** The first domain that is verified and leads here becomes the primary one, where need be with its certificate. */
async function recordVerified(
  tx: Tx<TenantCtx>,
  row: DomainRow,
  set: Partial<Omit<DomainRow, '_id' | 'revision' | 'createdAt' | 'updatedAt' | 'tenantId'>>,
  causedBy?: string,
): Promise<string> {
  return updateDomains(tx, async () => {
    const verified = await domains.in(tx).update(row._id, set);
    const primary = await domains.in(tx).findOne({ isPrimary: true });
    const isReachable = verified.dnsConfigured && !needsCertificate(tx);
    const isFirst = (primary?.isSubdomain ?? true) && verified.provenBy === null && isReachable;
    const after = isFirst ? ((await makePrimary(tx, { _id: row._id })) ?? verified) : verified;
    const event = tx.recordChange('domain.verified', presentDomain(tx, row), presentDomain(tx, after), {
      causedBy,
    });
    return { result: event.id, causedBy: event.id };
  });
}

/** Whether visitors are sent to a host by HTTPS, and we are who sees to its certificate. */
function needsCertificate({ config, ports }: TenantCtx): boolean {
  return ports.acme !== null && config.PUBLIC_SCHEME === 'https';
}

/** Takes the domain from a tenant whose proof is gone. */
async function release(tx: Tx<TenantCtx>, holder: DomainRow): Promise<void> {
  await transaction({ ...inTenant(tx, holder.tenantId), caller: SYSTEM }, async (theirs) => {
    await lockDomains(theirs);
    const row = await domains.in(theirs).findOne({ _id: holder._id });
    if (row) await removeDomain(theirs, row);
  });
}

/** Who has just added a domain is about to set its records. */
const EAGER_MS = 3 * DAY_MS;
const FORGOTTEN_MS = 30 * DAY_MS;

/** Verified domains are checked daily; claims every hour at first, then daily, and after a month no more. */
function nextCheckAt({ createdAt }: DomainRow, isVerified: boolean, now: Date): Date | null {
  const age = now.getTime() - createdAt.getTime();
  if (!isVerified && age > FORGOTTEN_MS) return null;
  return new Date(now.getTime() + (isVerified || age > EAGER_MS ? DAY_MS : HOUR_MS));
}

function notProven(ctx: TenantCtx, row: DomainRow): DomainError {
  const { checks, nextCheckAt: at } = presentDomain(ctx, row);
  const details = checks.map((check) => ({
    field: 'domain',
    message: check.hint || 'As expected.',
    ...check,
  }));
  return new DomainError(
    'conflict',
    'domain.not_verified',
    'DNS does not prove yet that the domain is yours.',
    {
      details: details.map((detail) => ({ ...detail, nextCheckAt: at })),
    },
  );
}
