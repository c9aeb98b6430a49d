import { type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { listAdmins } from '../memberships/membership';
import { mailWarning, type Warning } from './mail.jobs';

/** Has every admin of the transaction's tenant told of a webhook or a domain. */
export async function warnAdmins(
  tx: Tx<IdentityCtx>,
  warning: Warning,
  about: { id: string; host: string },
): Promise<void> {
  for (const userId of await listAdmins(tx)) await mailWarning(tx, warning, userId, about);
}
