import { DAY_MS, inTenant, readRetryAfter } from '@siteninja/core';
import { erasedAmong, transaction } from '@siteninja/events';
import { isDuplicateKey } from '@siteninja/mongo';
import { type IntegrationCtx } from '../context';
import { getWebhook } from '../webhooks/read-webhook';
import { webhooks, webhookStats, type WebhookStatsRow } from '../webhooks/webhook.model';
import { type Outcome } from './attempt';
import { deliveries, deliveryAttempts } from './delivery.model';
import { type Delivery } from './delivery.schema';
import { groupBy } from './group-by';
import { retryDelayMs } from './retry';

/** A webhook that has failed for so long is disabled. */
const MAX_FAILING_MS = 5 * DAY_MS;

const GONE = 410;

/**
 * Writes down what became of attempts: the log, when to try again, how the webhooks do. It may be called again with
 * the same after a failure. Not in one transaction: its locks would stand in the way of those who claim.
 */
export async function recordOutcomes(ctx: IntegrationCtx, all: readonly Outcome[]): Promise<void> {
  const erased = await erasedAmong(
    ctx,
    all.map(({ row }) => row.tenantId),
  );
  const outcomes = all.filter(({ row }) => !erased.has(row.tenantId));
  const now = ctx.clock.now();
  const planned = outcomes.map((outcome) => ({ outcome, nextAttemptAt: nextAttemptOf(outcome, now) }));
  await logAttempts(ctx, planned);
  await settleDeliveries(ctx, planned);
  for (const { tenantId, webhookId, reason } of await countOutcomes(ctx, outcomes)) {
    await disableWebhook(inTenant(ctx, tenantId), webhookId, reason);
  }
}

interface Planned {
  outcome: Outcome;
  nextAttemptAt: Date | null;
}

async function logAttempts(ctx: IntegrationCtx, planned: readonly Planned[]): Promise<void> {
  const log = deliveryAttempts.across(ctx);
  const rows = planned.map(attemptRowOf);
  try {
    await log.insertMany(rows);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // Some were written before the last try failed.
    const found = await log.find({ _id: { $in: rows.map(({ _id }) => _id) } }, { select: { _id: 1 } });
    const known = new Set(found.map(({ _id }) => _id));
    await log.insertMany(rows.filter(({ _id }) => !known.has(_id)));
  }
}

function attemptRowOf({ outcome, nextAttemptAt }: Planned) {
  const { row, isSuccess, responseStatus, responseBody, errorMessage, durationMs } = outcome;
  const { tenantId, webhookId, eventId, eventType } = row;
  const status: Delivery['status'] = isSuccess ? 'succeeded' : 'failed';
  return {
    _id: outcome.id,
    ...{ tenantId, webhookId, deliveryId: row._id, eventId, eventType, status, attempt: row.attempts + 1 },
    ...{ responseStatus, responseBody, errorMessage, durationMs, nextAttemptAt },
  };
}

/** Where the claim is lost, another process has the delivery. */
async function settleDeliveries(ctx: IntegrationCtx, planned: readonly Planned[]): Promise<void> {
  const all = deliveries.across(ctx);
  const over = planned
    .filter(({ nextAttemptAt }) => nextAttemptAt === null)
    .map(({ outcome }) => outcome.row);
  if (over.length > 0)
    await all.updateMany(
      {
        _id: { $in: over.map(({ _id }) => _id) },
        claim: { $in: [...new Set(over.map(({ claim }) => claim))] },
      },
      { $set: { claim: null, nextAttemptAt: null }, $inc: { attempts: 1 } },
    );
  // A row that is claimed changes only by losing its claim.
  await all.updateUnchanged(
    planned
      .filter(({ nextAttemptAt }) => nextAttemptAt !== null)
      .map(({ outcome: { row }, nextAttemptAt }) => {
        return { row, set: { claim: null, nextAttemptAt, attempts: row.attempts + 1 } };
      }),
  );
}

function nextAttemptOf(
  { isSuccess, responseStatus, row, webhook, retryAfter }: Outcome,
  now: Date,
): Date | null {
  if (isSuccess || responseStatus === GONE) return null;
  const delay = retryDelayMs(row.attempts + 1, webhook.retryBackoff, readRetryAfter(retryAfter, now));
  return delay === null ? null : new Date(now.getTime() + delay);
}

interface Failing {
  tenantId: string;
  webhookId: string;
  reason: 'failures' | 'no_success' | 'gone';
}

/** @returns the webhooks to disable */
async function countOutcomes(ctx: IntegrationCtx, outcomes: readonly Outcome[]): Promise<Failing[]> {
  const byWebhook = groupBy(outcomes, ({ row }) => row.webhookId);
  const succeeded = [...byWebhook].filter(([, list]) => list.at(-1)?.isSuccess);
  const lastTriggeredAt = ctx.clock.now();
  for (const [lastStatusCode, group] of groupBy(succeeded, ([, list]) => list.at(-1)?.responseStatus)) {
    const set = {
      lastTriggeredAt,
      lastStatusCode: lastStatusCode ?? null,
      failureCount: 0,
      failingSince: null,
    };
    await webhookStats.across(ctx).updateMany({ _id: { $in: group.map(([id]) => id) } }, { $set: set });
  }
  const failed = [...byWebhook].filter(([, list]) => !list.at(-1)?.isSuccess);
  return countFailures(ctx, new Map(failed));
}

/** @param failed the outcomes of each webhook whose last attempt failed @returns the webhooks to disable */
async function countFailures(
  ctx: IntegrationCtx,
  failed: ReadonlyMap<string, readonly Outcome[]>,
): Promise<Failing[]> {
  if (failed.size === 0) return [];
  const all = webhookStats.across(ctx);
  const now = ctx.clock.now();
  const found = await all.find({ _id: { $in: [...failed.keys()] } });
  const counted = found.map((row) => countOf(row, failed.get(row._id) ?? [], now));
  await all.updateUnchanged(counted);
  return counted.flatMap(({ row, set, outcomes }) => {
    const reason = reasonToDisable(set, outcomes, now);
    return reason === null ? [] : [{ tenantId: row.tenantId, webhookId: row._id, reason }];
  });
}

/** What the failures since the last success make of a webhook's figures. */
function countOf(row: WebhookStatsRow, all: readonly Outcome[], now: Date) {
  const lastSuccess = all.findLastIndex(({ isSuccess }) => isSuccess);
  const outcomes = all.slice(lastSuccess + 1);
  const hasSucceeded = lastSuccess >= 0;
  const set = {
    failureCount: outcomes.length + (hasSucceeded ? 0 : row.failureCount),
    failingSince: hasSucceeded || row.failingSince === null ? now : row.failingSince,
    lastStatusCode: outcomes.at(-1)?.responseStatus ?? null,
    lastTriggeredAt: now,
  };
  return { row, set, outcomes };
}

function reasonToDisable(
  { failureCount, failingSince }: Pick<ReturnType<typeof countOf>['set'], 'failureCount' | 'failingSince'>,
  failures: readonly Outcome[],
  now: Date,
): Failing['reason'] | null {
  if (failures.some(({ responseStatus }) => responseStatus === GONE)) return 'gone';
  const { maxFailures = null } = failures[0]?.webhook ?? {};
  if (maxFailures !== null && failureCount >= maxFailures) return 'failures';
  return now.getTime() - failingSince.getTime() >= MAX_FAILING_MS ? 'no_success' : null;
}

/** Delivers nothing more to it, until somebody makes it active again. */
function disableWebhook(ctx: IntegrationCtx, id: string, disabledReason: Failing['reason']): Promise<void> {
  return transaction(ctx, async (tx) => {
    const row = await webhooks.in(tx).findOne({ _id: id, isActive: true }, { select: { _id: 1 } });
    if (!row) return;
    const before = await getWebhook(tx, id);
    await webhooks.in(tx).update(id, { isActive: false, disabledReason });
    tx.recordChange('webhook.disabled', before, await getWebhook(tx, id));
    tx.log.warn('a webhook is disabled', { webhook: id, tenantId: tx.tenantId, reason: disabledReason });
  });
}
