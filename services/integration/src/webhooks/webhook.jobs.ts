import { inTenant } from '@siteninja/core';
import { encryptAnewJobs } from '@siteninja/service';
import { type IntegrationCtx } from '../context';
import { renewKeys } from './signing';
import { type WebhookRow, webhooks } from './webhook.model';

/** So that webhooks whose secret is never rotated need no key that was replaced. */
export const renewSecrets = encryptAnewJobs<IntegrationCtx, WebhookRow>({
  find: (ctx, after, limit) =>
    webhooks.across(ctx).find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit }),
  renew: async (ctx, row, ring) => {
    const keys = renewKeys(ring, row);
    if (keys === null) return;
    const { _id, tenantId, secret, previousSecret } = row;
    await webhooks.in(inTenant(ctx, tenantId)).updateOne({ _id, secret, previousSecret }, { $set: keys });
  },
});
