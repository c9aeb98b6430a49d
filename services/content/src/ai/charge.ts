import { type EventData } from '@siteninja/contracts';
import { actorOf, DomainError, newId, tenantOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { tenantPlans } from '../sites/tenant-plan.projection';
import { aiCredits } from './credit.model';

const CREDITS = 1;

/**
 * Charges one proposal to the plan's credits of this month, and records it; proposals at the same time never overrun
 * them. Until a new tenant's subscription has arrived, nothing is limited.
 * @returns the credits that it has cost
 * @throws payment_required `ai.quota_exceeded`, with nothing charged
 */
export function charge(
  ctx: ContentCtx,
  kind: EventData<'ai.generated'>['kind'],
  pageId: string | null,
): Promise<number> {
  return transaction(ctx, async (tx) => {
    const plan = await tenantPlans.in(tx).findOne({});
    const month = tx.clock.now().toISOString().slice(0, 'YYYY-MM'.length);
    const { used } = await aiCredits.in(tx).upsert({ month }, { $inc: { used: CREDITS } });
    const limit = plan?.limits.aiCredits ?? null;
    if (limit !== null && used > limit) throw quotaExceeded(limit, used - CREDITS);
    const id = newId();
    tx.record({
      type: 'ai.generated',
      resource: { type: 'ai', id, version: 1 },
      actor: { ...actorOf(tx), type: 'ai' },
      data: { id, tenantId: tenantOf(tx), kind, pageId, credits: CREDITS, month },
    });
    return CREDITS;
  });
}

function quotaExceeded(limit: number, usage: number): DomainError {
  const message = `The plan has ${limit} AI credits a month.`;
  return new DomainError('payment_required', 'ai.quota_exceeded', message, {
    details: [{ field: 'aiCredits', message, limit, usage }],
  });
}
