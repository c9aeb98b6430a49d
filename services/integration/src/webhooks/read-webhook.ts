import { type PaginationQuery, presenter } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { type WebhookRow, webhooks, type WebhookStatsRow, webhookStats } from './webhook.model';
import { type Webhook, webhook } from './webhook.schema';

const present = presenter(webhook);

/** @param stats those of the webhook; before its first delivery there is nothing to tell */
export function presentWebhook(row: WebhookRow, stats: WebhookStatsRow | null): Webhook {
  const { lastTriggeredAt = null, lastStatusCode = null, failureCount = 0 } = stats ?? {};
  return present({ ...row, lastTriggeredAt, lastStatusCode, failureCount });
}

export async function listWebhooks(ctx: IntegrationCtx, query: PaginationQuery) {
  const { rows, pagination } = await webhooks.in(ctx).paginate({}, query);
  const found = await webhookStats.in(ctx).find({ _id: { $in: rows.map(({ _id }) => _id) } });
  const byId = new Map(found.map((stats) => [stats._id, stats]));
  return { items: rows.map((row) => presentWebhook(row, byId.get(row._id) ?? null)), pagination };
}

/** @throws not_found */
export async function getWebhook(ctx: IntegrationCtx, id: string): Promise<Webhook> {
  return (await readWebhook(ctx, id)).webhook;
}

/** @throws not_found */
export async function readWebhook(ctx: IntegrationCtx, id: string) {
  const row = await webhooks.in(ctx).get(id);
  return { row, webhook: presentWebhook(row, await webhookStats.in(ctx).findOne({ _id: id })) };
}
