import { inTenant, type KeyRing } from '@siteninja/core';
import { encryptAnewJobs } from '@siteninja/service';
import { type TenantCtx } from '../context';
import { renewAccountKey } from './acme-account';
import { keyName } from './certificate';
import { type CertificateRow, certificates } from './certificate.model';

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
