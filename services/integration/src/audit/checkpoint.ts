import { calls } from '@siteninja/contracts';
import { tenantOf } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { CHAIN_START, type Link } from './chain';

/** What is known of a chain from elsewhere. */
export interface Checkpoint {
  /** What its first entry follows. */
  start: Link;
  /** When entries before that were last cut off; null where none were. */
  cutAt: Date | null;
  /** How far it was intact. */
  end: Link;
  /** How long its entries are kept; null for ever. */
  keptDays: number | null;
}

/**
 * The checkpoint of the tenant's chain. The service tenant keeps it, in its own database: whoever can write to this one
 * can make every hash of a chain anew, and cannot make it lead to a link that is kept elsewhere.
 * @throws unavailable
 */
export async function readCheckpoint(ctx: IntegrationCtx): Promise<Checkpoint> {
  const chain = tenantOf(ctx);
  const kept = await ctx.ports.services.call(ctx, calls.getAuditCheckpoint, { params: { chain } });
  return {
    start: kept.start ?? CHAIN_START,
    cutAt: kept.cutAt === null ? null : new Date(kept.cutAt),
    end: kept.end ?? CHAIN_START,
    keptDays: kept.keptDays,
  };
}

type KeptLink = Link & { hash: string };

/** @throws unavailable */
export function moveCheckpoint(ctx: IntegrationCtx, end: KeptLink): Promise<void> {
  return ctx.ports.services.call(ctx, calls.keepAuditCheckpoint, {
    params: { chain: tenantOf(ctx) },
    body: { end },
  });
}

/** @returns the start that is kept now: what comes before it may be deleted. @throws unavailable */
export async function moveStart(ctx: IntegrationCtx, start: KeptLink): Promise<Link> {
  const kept = await ctx.ports.services.call(ctx, calls.moveAuditStart, {
    params: { chain: tenantOf(ctx) },
    body: { start },
  });
  return kept.start ?? CHAIN_START;
}
