import { DAY_MS, inTenant } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { definePeriodicJob } from '@siteninja/jobs';
import { type ContentCtx } from '../context';
import { removeSubmission } from './submission';
import { submissions } from './submission.model';

/** What one run deletes at most; the next one goes on. */
const MAX_DELETIONS = 500;

/** Deletes what has been kept for as long as it is: submissions for `SUBMISSION_DAYS`, spam for `SPAM_DAYS`. */
export const expireSubmissions = definePeriodicJob<ContentCtx>({
  name: 'submissions.expire',
  everySeconds: 3_600,
  perform: async (ctx) => {
    await deleteOlder(ctx, false, ctx.config.SUBMISSION_DAYS);
    await deleteOlder(ctx, true, ctx.config.SPAM_DAYS);
  },
});

async function deleteOlder(ctx: ContentCtx, spam: boolean, days: number): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - days * DAY_MS);
  const found = await submissions
    .across(ctx)
    .find(
      { spam, createdAt: { $lt: before } },
      { sort: { createdAt: 1 }, limit: MAX_DELETIONS, select: { tenantId: 1 } },
    );
  for (const { _id, tenantId } of found) {
    await transaction(inTenant(ctx, tenantId), async (tx) => {
      const row = await submissions.in(tx).findOne({ _id, spam });
      if (row) await removeSubmission(tx, row);
    });
  }
}
