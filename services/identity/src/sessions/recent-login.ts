import { ensure, forbidden, HOUR_MS } from '@siteninja/core';
import { type IdentityCtx } from '../context';
import { userCaller } from './own-sessions';
import { sessions } from './session.model';

const MAX_LOGIN_AGE_MS = HOUR_MS;

/**
 * For changes by which somebody else could take an account over: a session that was stolen later makes none.
 * @throws forbidden `auth.login_too_old`
 */
export async function assertRecentLogin(ctx: IdentityCtx): Promise<void> {
  const { userId, sessionId } = userCaller(ctx);
  const session = await sessions.in(ctx).findOne({ _id: sessionId, userId }, { select: { createdAt: 1 } });
  const since = ctx.clock.now().getTime() - MAX_LOGIN_AGE_MS;
  ensure(session && session.createdAt.getTime() >= since, () =>
    forbidden('auth.login_too_old', 'Sign in again: this is only done within an hour after a login.'),
  );
}
