import { type BodyOf, type calls } from '@siteninja/contracts';
import { transaction } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { listAdmins } from '../memberships/membership';
import { mailWarning } from './mail.jobs';

/** Has every admin of the tenant told that the proof of a domain is missing. */
export async function warnOfDomain(
  ctx: IdentityCtx,
  { domainId, domain }: BodyOf<typeof calls.warnOfDomain>,
): Promise<object> {
  await transaction(ctx, async (tx) => {
    for (const userId of await listAdmins(tx)) {
      await mailWarning(tx, 'domainUnproven', userId, { id: domainId, host: domain });
    }
  });
  return {};
}
