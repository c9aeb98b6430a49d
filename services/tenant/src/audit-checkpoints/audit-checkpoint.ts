import { type AnswerOf, type BodyOf, type calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { isDuplicateKey } from '@siteninja/mongo';
import { type TenantCtx } from '../context';
import { tenants } from '../tenants/tenant.model';
import { type AuditCheckpointRow, auditCheckpoints } from './audit-checkpoint.model';

export async function getCheckpoint(
  ctx: TenantCtx,
  chain: string,
): Promise<AnswerOf<typeof calls.getAuditCheckpoint>> {
  const row = await auditCheckpoints.in(ctx).findOne({ _id: chain });
  return {
    start: startOf(row),
    cutAt: row?.cutAt?.toISOString() ?? null,
    end: row && { sequence: row.sequence, hash: row.hash },
    keptDays: await keptDays(ctx, chain),
  };
}

function startOf(row: AuditCheckpointRow | null): { sequence: number; hash: string } | null {
  return row?.startHash ? { sequence: row.startSequence, hash: row.startHash } : null;
}

/** Of the platform, and of a tenant that was erased, everything is kept. */
async function keptDays(ctx: TenantCtx, chain: string): Promise<number | null> {
  const tenant = await tenants.in(inTenant(ctx, chain)).findOne({}, { select: { subscription: 1 } });
  return tenant?.subscription?.limits.auditDays ?? null;
}

/** @returns the start that is kept now: where the one that was told is not behind it and not after the checkpoint, that */
export async function moveStart(
  ctx: TenantCtx,
  chain: string,
  { start: { sequence, hash } }: BodyOf<typeof calls.moveAuditStart>,
): Promise<AnswerOf<typeof calls.moveAuditStart>> {
  const rows = auditCheckpoints.in(ctx);
  await rows.updateMany(
    { _id: chain, sequence: { $gte: sequence }, startSequence: { $lt: sequence } },
    { $set: { startSequence: sequence, startHash: hash, cutAt: ctx.clock.now() } },
  );
  return { start: startOf(await rows.findOne({ _id: chain })) };
}

/** Keeps a link that is later than the known one; what is known is never taken back or replaced. */
export async function keepCheckpoint(
  ctx: TenantCtx,
  chain: string,
  { end: { sequence, hash } }: BodyOf<typeof calls.keepAuditCheckpoint>,
): Promise<void> {
  const rows = auditCheckpoints.in(ctx);
  const moveOn = (): Promise<number> =>
    rows.updateMany({ _id: chain, sequence: { $lt: sequence } }, { $set: { sequence, hash } });
  if ((await moveOn()) > 0 || (await rows.findOne({ _id: chain }))) return;
  try {
    await rows.insert({ _id: chain, sequence, hash, startSequence: 0, startHash: null, cutAt: null });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await moveOn();
  }
}
