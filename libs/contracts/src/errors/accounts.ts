import { entry, type ErrorEntry, notFound } from './entry';

export const ACCOUNT_ERRORS = {
  'user.email_taken': entry('conflict', 'There is already an account with this email.', 'Sign in instead.'),
  'user.not_found': notFound('user'),
  'session.not_found': notFound('session'),
  'user.already_member': entry(
    'conflict',
    'This person is a member of the tenant already, or invited.',
    'Change the role of the member. To send an invitation again, delete the invited member first.',
  ),
  'user.last_admin': entry(
    'conflict',
    'A tenant always has an active admin, and this is the last one.',
    'Make somebody else an admin first.',
  ),
  'user.role_exceeded': entry(
    'forbidden',
    'Nobody gives, changes or takes away a role that has more permissions than they have themselves.',
    'Ask an admin of the tenant. For an API key, use one with the permissions of that role.',
  ),
  'user.not_joined': entry(
    'conflict',
    'The person has not accepted the invitation yet.',
    'Wait until it is accepted, or delete the invited member.',
  ),
  'user.too_many_invitations': entry(
    'too_many_requests',
    'Too many invitations have been sent by this tenant, or to this address, within an hour.',
    'Wait as long as Retry-After says.',
  ),
  'user.own_account': entry(
    'conflict',
    'Nobody deactivates their own account.',
    'Ask another admin of the platform.',
  ),
  'user.email_verified': entry(
    'conflict',
    'The email address is verified already.',
    'There is nothing to do.',
  ),
  'invitation.for_another_user': entry(
    'forbidden',
    'The invitation was sent to another address than that of the signed-in user.',
    'Sign in with the account of the invited address.',
  ),
  'invitation.sign_in_required': entry(
    'unauthenticated',
    'The invited address has an account already.',
    'Sign in with it, and accept the invitation with its access token.',
  ),
  'api_key.not_found': notFound('API key'),
  'api_key.permissions_exceeded': entry(
    'forbidden',
    'A key cannot have permissions that its creator lacks, nor, where a key makes it, a higher rate or a later end than that key. `details` names them.',
    'Ask for fewer permissions, a lower rate, or an earlier end.',
  ),
  'api_key.ended': entry('conflict', 'The key is revoked or expired, and stays so.', 'Create a new key.'),
  'api_key.limit_reached': entry(
    'conflict',
    'The tenant has as many active keys as it can have.',
    'Revoke keys that are not used any more: `lastUsedAt` tells them.',
  ),
  'audit_log.not_found': notFound('audit entry'),
  'webhook.not_found': notFound('webhook'),
  'webhook.inactive': entry(
    'conflict',
    'The webhook is not active, so nothing is delivered to it.',
    'Make it active first: PUT with isActive true.',
  ),
  'delivery.not_found': notFound('delivery'),
  'event.expired': entry(
    'gone',
    'What follows this sequence is no longer kept: events stay in the feed for 30 days. `details` names the oldest.',
    'Read the resources anew, then go on from the oldest event.',
  ),
} as const satisfies Record<string, ErrorEntry>;
