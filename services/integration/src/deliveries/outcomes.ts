import { DAY_MS, inTenant, readRetryAfter } from '@siteninja/core';
import { erasedAmong, transaction } from '@siteninja/events';
import { isDuplicateKey } from '@siteninja/mongo';
import { type IntegrationCtx } from '../context';
import { getWebhook } from '../webhooks/read-webhook';
import { webhooks, webhookStats } from '../webhooks/webhook.model';
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
 * the same after a failure. No transaction: its locks would stand in the way of those who claim.
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
  for (const { outcome, nextAttemptAt } of planned) {
    if (nextAttemptAt === null) continue;
    const { _id, claim } = outcome.row;
    await all.updateMany({ _id, claim }, { $set: { claim: null, nextAttemptAt }, $inc: { attempts: 1 } });
  }
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
  const failing: Failing[] = [];
  for (const [webhookId, list] of byWebhook) {
    const reason = list.at(-1)?.isSuccess ? null : await countFailures(ctx, webhookId, list);
    const [first] = list;
    if (first && reason !== null) failing.push({ tenantId: first.row.tenantId, webhookId, reason });
  }
  return failing;
}

/** @returns why the webhook is to be disabled, or null where it is not */
async function countFailures(
  ctx: IntegrationCtx,
  _id: string,
  outcomes: readonly Outcome[],
): Promise<Failing['reason'] | null> {
  const now = ctx.clock.now();
  const lastSuccess = outcomes.findLastIndex(({ isSuccess }) => isSuccess);
  const failures = outcomes.slice(lastSuccess + 1);
  const stats = await webhookStats.across(ctx).findOne({ _id });
  if (!stats) return null;
  const isFirst = lastSuccess >= 0 || stats.failingSince === null;
  const failingSince = isFirst || stats.failingSince === null ? now : stats.failingSince;
  const failureCount = failures.length + (lastSuccess >= 0 ? 0 : stats.failureCount);
  const lastStatusCode = failures.at(-1)?.responseStatus ?? null;
  const set = { failureCount, failingSince, lastStatusCode, lastTriggeredAt: now };
  await webhookStats.across(ctx).updateOne({ _id }, { $set: set });
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
