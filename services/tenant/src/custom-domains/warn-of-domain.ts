import { calls, domainWarning } from '@siteninja/contracts';
import { tenantOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { type Infer } from '@siteninja/schema';
import { type TenantCtx } from '../context';
import { type DomainRow } from '../domains/domain.model';

const kind = jobKind('warn-of-domain', domainWarning);

/** Has the tenant's admins told by mail, once the transaction is committed, that the proof of a domain is missing. */
export function scheduleWarning(tx: Tx<TenantCtx>, { _id, domain }: DomainRow): Promise<void> {
  return schedule(tx, { kind, key: _id, dueAt: tx.clock.now(), data: { domainId: _id, domain } });
}

export const warnOfDomain = defineJob<TenantCtx, Infer<typeof domainWarning>>({
  kind,
  perform: async (ctx, { data }) => {
    await ctx.ports.services.call(ctx, calls.warnOfDomain, {
      params: { tenantId: tenantOf(ctx) },
      body: data,
    });
  },
});
