import { inTenant } from '@siteninja/core';
import { definePeriodicJob } from '@siteninja/jobs';
import { type IntegrationCtx } from '../context';
import { auditHeads } from './audit-log.model';
import { moveCheckpoint, readCheckpoint } from './checkpoint';
import { followChain, storedChain } from './verify-chain';

const EVERY_SECONDS = 60;
const PAGE_SIZE = 100;
/** What one run does at most; the next one goes on. */
const MAX_CHAINS = 1_000;
const MAX_ENTRIES = 5_000;

/**
 * Moves the checkpoint of each chain that has new entries on to its head, along entries that are intact: a chain that
 * was changed never gets one. While there is such a chain the job fails, so that readiness and metrics tell of it.
 */
export const moveCheckpoints = definePeriodicJob<IntegrationCtx>({
  name: 'audit.checkpoints',
  everySeconds: EVERY_SECONDS,
  perform: async (ctx) => {
    const broken: string[] = [];
    let after = '';
    for (let seen = 0; seen < MAX_CHAINS; seen += PAGE_SIZE) {
      const heads = await auditHeads
        .across(ctx)
        .find({ isCheckpointed: false, _id: { $gt: after } }, { sort: { _id: 1 }, limit: PAGE_SIZE });
      for (const { tenantId } of heads) {
        if (!(await moveOn(inTenant(ctx, tenantId)))) broken.push(tenantId);
      }
      after = heads.at(-1)?._id ?? '';
      if (heads.length < PAGE_SIZE) break;
    }
    if (broken.length > 0)
      throw new Error(`Audit logs were tampered with: ${broken.slice(0, 10).join(', ')}`);
  },
});

/** @returns whether the chain is intact from its checkpoint on */
async function moveOn(ctx: IntegrationCtx): Promise<boolean> {
  const { end: from } = await readCheckpoint(ctx);
  const chain = await storedChain(ctx);
  const { head } = chain;
  if (head.sequence < from.sequence) return false;
  const upTo = Math.min(head.sequence, from.sequence + MAX_ENTRIES);
  const reached = await followChain(chain, from, upTo);
  if ('problem' in reached) return false;
  const { sequence, hash } = reached;
  if (sequence === head.sequence && hash !== head.hash) return false;
  if (hash !== null && sequence > from.sequence) await moveCheckpoint(ctx, { sequence, hash });
  // Of a head that has moved on meanwhile the next run takes care.
  await auditHeads
    .in(ctx)
    .updateMany({ sequence, hash: head.hash ?? '' }, { $set: { isCheckpointed: true } });
  return true;
}
