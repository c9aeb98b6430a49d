import { entry, type ErrorEntry, notFound } from './entry';

export const AUTH_ERRORS = {
  'auth.unauthenticated': entry(
    'unauthenticated',
    'The route needs a signed-in user or an API key, and the request has no credential.',
    'Send `Authorization: Bearer <access token or API key>`, or `X-API-Key`.',
  ),
  'auth.token_invalid': entry(
    'unauthenticated',
    'The access token is not one of ours.',
    'Sign in again. API keys begin with sn_live_.',
  ),
  'auth.token_expired': entry(
    'unauthenticated',
    'The access token has expired, or its session has ended.',
    'Use the refresh token at POST /auth/refresh, or sign in again.',
  ),
  'auth.key_invalid': entry(
    'unauthenticated',
    'The API key is mistyped, expired or revoked.',
    'Check the key, or create a new one.',
  ),
  'auth.several_credentials': entry(
    'unauthenticated',
    'The request carries more than one credential.',
    'Send either Authorization or X-API-Key.',
  ),
  'auth.forbidden': entry(
    'forbidden',
    'The caller lacks the permission that the message names.',
    'Ask an admin of the tenant for a role, or an API key, with this permission.',
  ),
  'auth.users_only': entry('forbidden', 'The route is for people, not for API keys.', 'Sign in as a user.'),
  'auth.invalid_credentials': entry(
    'unauthenticated',
    'The email or the password is wrong. The answer is the same for unknown accounts.',
    'Check both, or reset the password.',
  ),
  'auth.account_inactive': entry(
    'unauthenticated',
    'The account has been deactivated.',
    'Ask the platform to activate it.',
  ),
  'auth.too_many_attempts': entry(
    'too_many_requests',
    'Too many attempts to sign in with this email or from this address.',
    'Wait as long as Retry-After says.',
  ),
  'auth.mfa_token_invalid': entry(
    'unauthenticated',
    'The mfaToken is older than 5 minutes, has been used, or has seen 5 wrong codes.',
    'Sign in again with email and password.',
  ),
  'auth.mfa_code_invalid': entry(
    'unauthenticated',
    'The code is not the one that the app shows now, or it has been used before.',
    'Wait for the next code, or use a recovery code.',
  ),
  'mfa.already_enabled': entry(
    'conflict',
    'A second factor is enabled for this account.',
    'Disable it before you set up another.',
  ),
  'mfa.not_set_up': entry(
    'conflict',
    'There is no second factor that could be enabled or disabled.',
    'Get a secret with POST /auth/mfa/setup.',
  ),
  'auth.passkey_invalid': entry(
    'unauthenticated',
    'The passkey is not one of ours, was used on another page, or signed a challenge that is too old or used. The answer is the same for all of these.',
    'Ask for new options and try again, or sign in with email and password.',
  ),
  'auth.login_too_old': entry(
    'forbidden',
    'The session was begun more than an hour ago.',
    'Sign in again, then repeat the request.',
  ),
  'passkey.not_found': notFound('passkey'),
  'passkey.already_added': entry(
    'conflict',
    'This passkey has been added to an account already.',
    'Sign in with it, or make another.',
  ),
  'passkey.limit_reached': entry(
    'conflict',
    'The account has as many passkeys as it may have.',
    'Remove one that is not used any more.',
  ),
  'auth.refresh_token_invalid': entry(
    'unauthenticated',
    'The refresh token is not one of ours, or its session has ended.',
    'Sign in again.',
  ),
  'auth.refresh_token_reused': entry(
    'unauthenticated',
    'The refresh token had been replaced more than 10 seconds ago. Its session has been ended, as somebody else may hold it.',
    'Sign in again, and store the new refresh token of each answer.',
  ),
  'auth.link_invalid': entry(
    'gone',
    'The token of a link has been used, is too old, or is not one of ours.',
    'Ask for a new mail.',
  ),
  'auth.email_unverified': entry(
    'forbidden',
    'This needs an email address that is verified.',
    'Follow the link in the mail, or have it sent again by POST /auth/email/resend.',
  ),
  'auth.busy': entry(
    'unavailable',
    'Too many passwords are being checked at once.',
    'Try again after Retry-After seconds.',
  ),
  'auth.tenant_pending': entry(
    'unavailable',
    'The account exists, but its tenant could not be completed yet.',
    'Sign in: the tenant appears or its subdomain is released within two minutes.',
  ),
} as const satisfies Record<string, ErrorEntry>;
