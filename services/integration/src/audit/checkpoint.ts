import { calls } from '@siteninja/contracts';
import { tenantOf } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { type Link } from './chain';

/** How far a chain is known to have been intact. */
export interface Checkpoint {
  /** Null while none is kept. */
  end: Link | null;
}

/**
 * The checkpoint of the tenant's chain. The service tenant keeps it, in its own database: whoever can write to this one
 * can make every hash of a chain anew, and cannot make it lead to a link that is kept elsewhere.
 * @throws unavailable
 */
export function readCheckpoint(ctx: IntegrationCtx): Promise<Checkpoint> {
  return ctx.ports.services.call(ctx, calls.getAuditCheckpoint, { params: { chain: tenantOf(ctx) } });
}

/** @throws unavailable */
export function moveCheckpoint(ctx: IntegrationCtx, end: { sequence: number; hash: string }): Promise<void> {
  return ctx.ports.services.call(ctx, calls.keepAuditCheckpoint, {
    params: { chain: tenantOf(ctx) },
    body: { end },
  });
}
