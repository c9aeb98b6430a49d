import { DomainError, ensure } from '@siteninja/core';
import { type KeptMail, keepsMails, readKeptMails } from '@siteninja/mail';
import { type IdentityCtx } from '../context';

const MAX_LISTED = 50;

/**
 * The mails of all services whose folder this is.
 * @throws not_found in production, and where mails are sent
 */
export function listKeptMails(
  { config }: IdentityCtx,
  { to }: { to?: string | undefined },
): Promise<KeptMail[]> {
  const isListed = config.NODE_ENV !== 'production' && keepsMails(config);
  ensure(isListed, () => new DomainError('not_found', 'route.not_found', 'There is no such path.'));
  return readKeptMails(config.MAIL_FOLDER, { to, limit: MAX_LISTED });
}
