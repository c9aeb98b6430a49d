import { type AnswerOf, type BodyOf, type calls } from '@siteninja/contracts';
import { isDuplicateKey } from '@siteninja/mongo';
import { type TenantCtx } from '../context';
import { auditCheckpoints } from './audit-checkpoint.model';

export async function getCheckpoint(
  ctx: TenantCtx,
  chain: string,
): Promise<AnswerOf<typeof calls.getAuditCheckpoint>> {
  const row = await auditCheckpoints.in(ctx).findOne({ _id: chain });
  return { end: row && { sequence: row.sequence, hash: row.hash } };
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
    await rows.insert({ _id: chain, sequence, hash });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await moveOn();
  }
}
