import { type BodyOf, type calls } from '@siteninja/contracts';
import { transaction } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { warnAdmins } from './warn-admins';

/** Has every admin of the tenant told that the proof of a domain is missing. */
export async function warnOfDomain(
  ctx: IdentityCtx,
  { domainId, domain }: BodyOf<typeof calls.warnOfDomain>,
): Promise<object> {
  await transaction(ctx, (tx) => warnAdmins(tx, 'domainUnproven', { id: domainId, host: domain }));
  return {};
}
