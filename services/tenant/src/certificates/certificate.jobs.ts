import { DAY_MS, inTenant, type KeyRing } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { defineJob } from '@siteninja/jobs';
import { encryptAnewJobs } from '@siteninja/service';
import { type TenantCtx } from '../context';
import { domains } from '../domains/domain.model';
import { getTenantRow } from '../tenants/tenant';
import { renewAccountKey } from './acme-account';
import { keyName } from './certificate';
import { acmeChallenges, type CertificateRow, certificates } from './certificate.model';
import { type Step, takeStep } from './order-certificate';
import { certificateKind, scheduleOrder } from './plan-certificate';

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
      deletedAt === null ? await takeStep(ctx, acme, row) : { set: {}, nextAt: tomorrow, error: null };
    if (step.error !== null)
      ctx.log.warn('no certificate was issued', { domain: row.domain, reason: step.error });
    await transaction(ctx, async (tx) => {
      await run.complete(tx);
      await keepStep(tx, row, step);
    });
  },
});

async function keepStep(tx: Tx<TenantCtx>, row: CertificateRow, { set, nextAt, error }: Step): Promise<void> {
  const after = await certificates.in(tx).update(row._id, set);
  if (nextAt !== null) await scheduleOrder(tx, after, nextAt);
  if (after.order !== null && error === null) return;
  if (after.order === null) await acmeChallenges.in(tx).delete({ domain: row.domain });
  await showCertificate(tx, after, error);
}

/** A certificate that is good stays so when its renewal fails. */
async function showCertificate(
  tx: Tx<TenantCtx>,
  { domain, names, expiresAt }: CertificateRow,
  error: string | null,
): Promise<void> {
  const isGood = expiresAt !== null && expiresAt > tx.clock.now();
  const of = { $or: [{ domain }, { provenBy: domain }], isVerified: true };
  const issued = { status: 'issued' as const, expiresAt, error };
  const failed = error === null ? null : { status: 'failed' as const, expiresAt: null, error };
  const rows = domains.in(tx);
  if (isGood) await rows.updateMany({ ...of, domain: { $in: names } }, { $set: { certificate: issued } });
  if (error === null && isGood) return;
  const others = isGood ? { ...of, domain: { $nin: names } } : of;
  await rows.updateMany({ ...others, certificate: { $ne: null } }, { $set: { certificate: failed } });
}

/** So that a key that was replaced is needed no longer than for an hour. */
export const renewSecrets = encryptAnewJobs<TenantCtx, CertificateRow>({
  find: async (ctx, after, limit) => {
    if (after === '') await renewAccountKey(ctx);
    return certificates.across(ctx).find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit });
  },
  renew: async (ctx, row, ring) => {
    const { _id, tenantId, encryptedKey, order, revision } = row;
    const renewed = {
      encryptedKey: encryptedKey === null ? null : ring.renew(encryptedKey, keyName(row)),
      order: order && { ...order, encryptedKey: ring.renew(order.encryptedKey, keyName(row)) },
    };
    if (!isOutdated(ring, row)) return;
    await certificates.in(inTenant(ctx, tenantId)).updateOne({ _id, revision }, { $set: renewed });
  },
});

function isOutdated(ring: KeyRing, { encryptedKey, order }: CertificateRow): boolean {
  return [encryptedKey, order?.encryptedKey ?? null].some((text) => text !== null && ring.isOutdated(text));
}
