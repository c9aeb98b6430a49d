import { webhook } from '@siteninja/contracts';
import { type Consumer, readEvent } from '@siteninja/events';
import { pick } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { warnAdmins } from './warn-admins';

const disabledWebhook = pick(webhook, 'url');

/** A webhook that is disabled is found out by nobody in time, unless its tenant's admins are told. */
export const webhookDisabledMail: Consumer<IdentityCtx> = {
  name: 'webhook-disabled',
  types: ['webhook.disabled'],
  handle: async (tx, event) => {
    // The whole address may hold a secret.
    const { host } = new URL(readEvent(disabledWebhook, event).url);
    await warnAdmins(tx, 'webhookDisabled', { id: event.resource.id, host });
  },
};
