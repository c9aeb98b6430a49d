import { createHash } from 'node:crypto';
import { DomainError, ensure, unauthenticated } from '@siteninja/core';
import { mutexOfUser, transaction, type Tx } from '@siteninja/events';
import { mailboxOf } from '@siteninja/schema';
import { countAttempt } from '../attempts/attempts';
import { type IdentityCtx } from '../context';
import { activeTenantOf, tenantsOfUser } from '../memberships/membership';
import { beginChallenge } from '../mfa/mfa-challenge';
import { hasSecondFactor } from '../mfa/second-factor';
import { openSession, presentTokens } from '../sessions/session';
import { presentUser } from '../users/user';
import { type UserRow, users } from '../users/user.model';
import { type Credentials } from './auth.schema';

const wrongCredentials = () =>
  unauthenticated('auth.invalid_credentials', 'The email or the password is wrong.');

/**
 * Begins a session, in the tenant of the last one; where a second factor is enabled, a login that a code completes.
 * Neither the answer nor its time reveals whether an email has an account.
 * @throws unauthenticated, too_many_requests, unavailable
 */
export async function logIn(ctx: IdentityCtx, credentials: Credentials) {
  try {
    return await checkAndBegin(ctx, credentials);
  } catch (error) {
    if (error instanceof DomainError) {
      const account = masked(mailboxOf(credentials.email));
      ctx.log.warn('a log-in failed', { reason: error.code, account, address: ctx.request?.ipAddress });
    }
    throw error;
  }
}

/** Enough for an operator to tell one account under attack from many; a log is no list of addresses. */
function masked(mailbox: string): string {
  return mailbox.replace(/^(.).*(?=@)/su, '$1***');
}

async function checkAndBegin(ctx: IdentityCtx, { email, password, deviceToken = '' }: Credentials) {
  // Before it counts as an attempt: who tries again, as they are told to, must not be locked out.
  ctx.ports.passwords.assertRoom();
  const emailKey = mailboxOf(email);
  const user = await users.in(ctx).findOne({ emailKey });
  const { deviceTokens } = ctx.ports;
  const device = deviceTokens.read(deviceToken, user?._id ?? '', ctx.clock.now());
  await countLogin(ctx, emailKey, user, device);
  const matches = await ctx.ports.passwords.matches(password, user?.passwordHash ?? null);
  ensure(user && matches, wrongCredentials);
  ensure(user.status === 'active', () =>
    unauthenticated('auth.account_inactive', 'This account is not active.'),
  );
  await renewHash(ctx, user, password);
  const isChallenged = user.mayHaveSecondFactor && (await hasSecondFactor(ctx, user._id));
  if (isChallenged) return beginChallenge(ctx, user, device);
  return signIn(ctx, user, device);
}

/** The password is known only now: a hash with a replaced pepper, or for less work than today's, is made anew. */
async function renewHash(ctx: IdentityCtx, { _id, passwordHash }: UserRow, password: string): Promise<void> {
  const { passwords } = ctx.ports;
  if (passwordHash === null || !passwords.isOutdated(passwordHash)) return;
  const renewed = await passwords.hash(password);
  await users.in(ctx).updateOne({ _id, passwordHash }, { $set: { passwordHash: renewed } });
}

/**
 * Begins a session of a user who has proved who they are.
 * @param device as the device token names it; without one it is a new device
 * @throws unauthenticated where the account has changed since
 */
export async function signIn(ctx: IdentityCtx, user: UserRow, device: string | undefined) {
  const activeTenantId = activeTenantOf(user.lastTenantId, await tenantsOfUser(ctx, user._id));
  const { row, session } = await beginSession(ctx, user, activeTenantId, device !== undefined);
  const tokens = await presentTokens(ctx, row, session, activeTenantId);
  return { ...tokens, deviceToken: ctx.ports.deviceTokens.write(row._id, ctx.clock.now(), device) };
}

function beginSession(
  ctx: IdentityCtx,
  user: UserRow,
  activeTenantId: string | null,
  isKnownDevice: boolean,
) {
  const begin = async (tx: Tx<IdentityCtx>) => {
    // The account may have changed while its password was checked: compare-and-set.
    const { _id, securityVersion } = user;
    const factor = user.mayHaveSecondFactor ? {} : { mayHaveSecondFactor: false };
    const row = await users.in(tx).updateOne(
      { _id, status: 'active', securityVersion, ...factor },
      {
        $set: {
          lastLogin: tx.clock.now(),
          lastTenantId: activeTenantId,
          ...(isKnownDevice ? {} : { guessesCountedFrom: tx.clock.now() }),
        },
      },
    );
    ensure(row, wrongCredentials);
    const session = await openSession(tx, row._id, activeTenantId);
    const after = presentUser(row);
    tx.record({
      type: 'user.logged_in',
      tenantId: null,
      actor: actorFor(tx, row._id),
      resource: { type: 'user', id: row._id, version: row.revision },
      data: { ...after, sessionId: session._id },
      change: { before: presentUser(user), after },
    });
    return { row, session };
  };
  return transaction(ctx, begin, { mutex: mutexOfUser(user._id) });
}

/** The caller of a log-in is anonymous; the audit log names the user. */
export function actorFor({ request }: IdentityCtx, userId: string) {
  return {
    type: 'user' as const,
    userId,
    ...(request?.ipAddress ? { ipAddress: request.ipAddress } : {}),
    ...(request?.userAgent ? { userAgent: request.userAgent } : {}),
  };
}

/**
 * Counts before the password is checked, so that concurrent guesses are all counted: those on a device that has signed
 * in before apart from all others, so that nobody can lock the owner of the account out by guessing. A success begins
 * a new count of its own kind: only the owner gets there.
 * @throws too_many_requests
 */
async function countLogin(
  ctx: IdentityCtx,
  emailKey: string,
  user: UserRow | null,
  device: string | undefined,
): Promise<void> {
  const account = createHash('sha256').update(emailKey).digest('base64url');
  const since = device === undefined ? user?.guessesCountedFrom : user?.lastLogin;
  const key = ['login', account, device ?? '', since?.getTime() ?? 0].join(':');
  await countAttempt(ctx, { key, limit: ctx.config.LOGIN_LIMIT, what: 'log-ins' });
}
