import { inTenant } from '@siteninja/core';
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
    const { _id, tenantId, order, revision } = row;
    const encryptedKey = row.encryptedKey && ring.renew(row.encryptedKey, keyName(row));
    const keyOfOrder = order && ring.renew(order.encryptedKey, keyName(row));
    if (encryptedKey === row.encryptedKey && keyOfOrder === (order?.encryptedKey ?? null)) return;
    const renewed = { encryptedKey, order: order && keyOfOrder && { ...order, encryptedKey: keyOfOrder } };
    await certificates.in(inTenant(ctx, tenantId)).updateOne({ _id, revision }, { $set: renewed });
  },
});
