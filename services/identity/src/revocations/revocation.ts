import { type Invalidation } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revocations } from './revocation.model';

/** By how much answers overlap: a transaction takes time to commit, and clocks of processes differ. */
const OVERLAP_MS = 5_000;

/** Makes every gateway drop within a second what it has cached; in the transaction of the change. */
export async function revoke(tx: Tx<IdentityCtx>, what: Invalidation): Promise<void> {
  await revocations.in(tx).insert({ what });
}

/**
 * The revocations since a cursor. Answers overlap, so that a late commit is not missed. Without a cursor there are
 * none: a gateway that has just started has cached nothing.
 */
export async function revocationsAfter(ctx: IdentityCtx, after: string | undefined) {
  const next = ctx.clock.now().toISOString();
  if (after === undefined) return { items: [], next };
  const since = new Date(new Date(after).getTime() - OVERLAP_MS);
  const rows = await revocations.in(ctx).find({ createdAt: { $gte: since } }, { sort: { createdAt: 1 } });
  return { items: rows.map(({ _id, what }) => ({ id: _id, what })), next };
}
