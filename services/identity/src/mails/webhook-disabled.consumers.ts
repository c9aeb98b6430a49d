import { webhook } from '@siteninja/contracts';
import { type Consumer, readEvent } from '@siteninja/events';
import { pick } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { listAdmins } from '../memberships/membership';
import { mailWarning } from './mail.jobs';

const disabledWebhook = pick(webhook, 'url');

/** A webhook that is disabled is found out by nobody in time, unless its tenant's admins are told. */
export const webhookDisabledMail: Consumer<IdentityCtx> = {
  name: 'webhook-disabled',
  types: ['webhook.disabled'],
  handle: async (tx, event) => {
    const { host } = new URL(readEvent(disabledWebhook, event).url);
    for (const userId of await listAdmins(tx)) {
      // The whole address may hold a secret.
      await mailWarning(tx, 'webhookDisabled', userId, { id: event.resource.id, host });
    }
  },
};
