import { DAY_MS } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { defineJob } from '@siteninja/jobs';
import { acmeChallenges, type CertificateRow, certificates } from '../certificates/certificate.model';
import { type Step, takeStep } from '../certificates/order-certificate';
import { certificateKind, scheduleOrder } from '../certificates/plan-certificate';
import { type TenantCtx } from '../context';
import { domains } from '../domains/domain.model';
import { getTenantRow, updateDomains } from '../tenants/tenant';
import { lockDomains, makePrimary } from './claim-domain';

/** Orders and renews the certificate of a domain, a step in each run. */
export const orderCertificate = defineJob<TenantCtx, { domain: string }>({
  kind: certificateKind,
  perform: async (ctx, run) => {
    const { acme } = ctx.ports;
    const row = await certificates.in(ctx).findOne({ _id: run.key });
    if (!row || acme === null) return;
    const { deletedAt } = await getTenantRow(ctx);
    const tomorrow = new Date(ctx.clock.now().getTime() + DAY_MS);
    const step: Step =
      deletedAt === null
        ? await takeStep(ctx, acme, row)
        : { set: {}, nextAt: tomorrow, error: null, waitsFor: null };
    if (step.error !== null)
      ctx.log.warn('no certificate was issued', { domain: row.domain, reason: step.error });
    await transaction(ctx, async (tx) => {
      await run.complete(tx);
      await keepStep(tx, row, step);
    });
  },
});

async function keepStep(tx: Tx<TenantCtx>, row: CertificateRow, step: Step): Promise<void> {
  const { set, nextAt, error, waitsFor } = step;
  const after = await certificates.in(tx).update(row._id, set);
  if (nextAt !== null) await scheduleOrder(tx, after, nextAt);
  if (waitsFor !== null || (row.order === null && after.order !== null))
    await showPending(tx, after, waitsFor);
  if (waitsFor !== null || (after.order !== null && error === null)) return;
  if (after.order === null) await acmeChallenges.in(tx).delete({ domain: row.domain });
  await showCertificate(tx, after, error);
  if (row.chain === null && after.chain !== null) await preferOwnDomain(tx, row.domain);
}

/** The first domain of a tenant's own becomes the primary one as soon as it can be reached as sites are. */
async function preferOwnDomain(tx: Tx<TenantCtx>, domain: string): Promise<void> {
  await lockDomains(tx);
  const row = await domains.in(tx).findOne({ domain, isVerified: true, dnsConfigured: true });
  const primary = await domains.in(tx).findOne({ isPrimary: true });
  if (!row || primary?.isSubdomain !== true) return;
  await updateDomains(tx, async () => {
    await makePrimary(tx, { _id: row._id });
    return { result: undefined };
  });
}

/** One that is being ordered, or is to be; whoever has a good one keeps being shown that. */
async function showPending(tx: Tx<TenantCtx>, row: CertificateRow, waitsFor: string | null): Promise<void> {
  const pending = { status: 'pending' as const, expiresAt: null, error: waitsFor };
  await domains.in(tx).updateMany(uncovered(tx, row), { $set: { certificate: pending } });
}

/** A certificate that is good stays so when its renewal fails. */
async function showCertificate(tx: Tx<TenantCtx>, row: CertificateRow, error: string | null): Promise<void> {
  const issued = { status: 'issued' as const, expiresAt: row.expiresAt, error };
  const failed = error === null ? null : { status: 'failed' as const, expiresAt: null, error };
  const rows = domains.in(tx);
  if (isGood(tx, row)) {
    await rows.updateMany(
      { ...provenBy(row), domain: { $in: row.names } },
      { $set: { certificate: issued } },
    );
    if (error === null) return;
  }
  await rows.updateMany(uncovered(tx, row), { $set: { certificate: failed } });
}

function isGood({ clock }: TenantCtx, { expiresAt }: CertificateRow): boolean {
  return expiresAt !== null && expiresAt > clock.now();
}

const provenBy = ({ domain }: CertificateRow) => ({
  $or: [{ domain }, { provenBy: domain }],
  isVerified: true,
});

/** The domains that say how their certificate is, but for those that a good one covers. */
function uncovered(ctx: TenantCtx, row: CertificateRow) {
  const others = isGood(ctx, row) ? { domain: { $nin: row.names } } : {};
  return { ...provenBy(row), certificate: { $ne: null }, ...others };
}
