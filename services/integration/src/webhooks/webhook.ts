import { DAY_MS, ensure, invalid, newId, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type IntegrationCtx } from '../context';
import { problemWith } from '../outbound/target';
import { getWebhook, presentWebhook, readWebhook } from './read-webhook';
import { newKeys } from './signing';
import { webhooks, webhookStats } from './webhook.model';
import { type NewWebhook, type WebhookChange } from './webhook.schema';

/** Each event is held against all of them. */
const MAX_WEBHOOKS = 100;

/** @returns the webhook with its secret, which nothing shows again. @throws invalid */
export async function createWebhook(ctx: IntegrationCtx, input: NewWebhook) {
  assertUrl(ctx, input.url);
  const id = newId();
  const { stored, secret } = newKeys(ctx.config.ENCRYPTION_KEY, id);
  return transaction(ctx, async (tx) => {
    const count = await webhooks.in(tx).count({});
    ensure(count < MAX_WEBHOOKS, () => wrongUrl(`A tenant has at most ${MAX_WEBHOOKS} webhooks.`));
    const previous = { previousSecret: null, previousSigningKey: null, previousUntil: null };
    const row = await webhooks
      .in(tx)
      .insert({ _id: id, ...input, ...stored, ...previous, disabledReason: null });
    await webhookStats.in(tx).insert({ _id: id, ...NO_FAILURE, lastTriggeredAt: null, lastStatusCode: null });
    const webhook = presentWebhook(row, null);
    tx.recordChange('webhook.created', null, webhook);
    return { ...webhook, secret };
  });
}

const NO_FAILURE = { failureCount: 0, failingSince: null };

/**
 * One that is made active again begins without failures.
 * @throws not_found, invalid, precondition_failed
 */
export function updateWebhook(ctx: IntegrationCtx, id: string, change: WebhookChange) {
  if (change.url !== undefined) assertUrl(ctx, change.url);
  return transaction(ctx, async (tx) => {
    const { row, webhook: before } = await readWebhook(tx, id);
    requireMatch(tx, () => before);
    const activated = change.isActive === true && !row.isActive;
    if (activated) await webhookStats.in(tx).updateOne({ _id: id }, { $set: NO_FAILURE });
    await webhooks.in(tx).update(id, { ...change, ...(activated ? { disabledReason: null } : {}) });
    const after = await getWebhook(tx, id);
    tx.recordChange('webhook.updated', before, after);
    return after;
  });
}

/** What waits to be delivered to it is dropped. @throws not_found, precondition_failed */
export function deleteWebhook(ctx: IntegrationCtx, id: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    const { webhook: before } = await readWebhook(tx, id);
    requireMatch(tx, () => before);
    await webhooks.in(tx).delete({ _id: id });
    await webhookStats.in(tx).delete({ _id: id });
    tx.recordChange('webhook.deleted', before, null);
  });
}

/** For 24 hours both secrets sign. @throws not_found, precondition_failed */
export function rotateSecret(ctx: IntegrationCtx, id: string) {
  const { stored, secret } = newKeys(ctx.config.ENCRYPTION_KEY, id);
  return transaction(ctx, async (tx) => {
    const { row, webhook: before } = await readWebhook(tx, id);
    requireMatch(tx, () => before);
    await webhooks.in(tx).update(id, {
      ...stored,
      previousSecret: row.secret,
      previousSigningKey: row.signingKey,
      previousUntil: new Date(ctx.clock.now().getTime() + DAY_MS),
    });
    const after = await getWebhook(tx, id);
    tx.recordChange('webhook.secret_rotated', before, after);
    return { ...after, secret };
  });
}

/** @throws invalid where deliveries to this address would be refused */
function assertUrl({ config }: IntegrationCtx, url: string): void {
  const problem = problemWith(url, config.WEBHOOK_HTTP_HOSTS);
  ensure(problem === null, () => wrongUrl(`url ${problem}`));
}

function wrongUrl(message: string) {
  return invalid([{ field: 'url', message }]);
}
