import { type Invalidation } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revocations } from './revocation.model';

/** Milliseconds that a transaction may take to commit, and clocks of processes may differ. */
const LATE = 5_000;

/** Tells every gateway within a second; in the same transaction as what it tells of. */
export async function revoke(tx: Tx<IdentityCtx>, what: Invalidation): Promise<void> {
  await revocations.in(tx).insert({ what });
}

/**
 * What has been revoked since the cursor that the last answer gave. Answers overlap by some seconds, so that
 * what was committed late is in one of them. Without a cursor there are none: who knows nothing forgets nothing.
 */
export async function revocationsAfter(ctx: IdentityCtx, after: string | undefined) {
  const next = ctx.clock.now().toISOString();
  if (after === undefined) return { items: [], next };
  const since = new Date(new Date(after).getTime() - LATE);
  const rows = await revocations.in(ctx).find({ createdAt: { $gte: since } }, { sort: { createdAt: 1 } });
  return { items: rows.map(({ _id, what }) => ({ id: _id, what })), next };
}
