import { DomainError, ensure, invalid } from '@siteninja/core';
import { mutexOfUser, transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { mailNotice } from '../mails/mail.jobs';
import { userCaller } from '../sessions/own-sessions';
import { assertRecentLogin } from '../sessions/recent-login';
import { presentUser } from '../users/user';
import { users } from '../users/user.model';
import { secondFactors } from './mfa.model';
import { type MfaDisabling } from './mfa.schema';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes';
import { hasSecondFactor, totpName, useSecondFactor } from './second-factor';
import { newTotpSecret, otpauthUrl } from './totp';

const wrongCode = () =>
  invalid([{ field: 'code', message: 'This is not the code that your app shows now.' }]);

/**
 * Gives a new secret for an authenticator app. It counts from the first code on, see `enableMfa`.
 * @throws forbidden `auth.login_too_old`, conflict `mfa.already_enabled`
 */
export async function setUpMfa(ctx: IdentityCtx) {
  const { userId } = userCaller(ctx);
  await assertRecentLogin(ctx);
  await assertNotEnabled(ctx, userId);
  // First: there is never a second factor that a login does not look for.
  const user = await users.in(ctx).update(userId, { mayHaveSecondFactor: true });
  const secret = newTotpSecret();
  const encryptedSecret = ctx.config.ENCRYPTION_KEY.encrypt(secret, totpName(userId));
  await secondFactors
    .in(ctx)
    .upsert(
      { _id: userId },
      { $set: { encryptedSecret, enabledAt: null, lastStep: 0, recoveryCodeHashes: [] } },
    );
  return { secret, otpauthUrl: otpauthUrl(secret, user.email) };
}

/**
 * From now on a login asks for a code. The recovery codes are shown this once, and the owner is told by mail.
 * @throws forbidden `auth.login_too_old`, conflict, invalid for a wrong code, too_many_requests
 */
export async function enableMfa(ctx: IdentityCtx, { code }: { code: string }) {
  const { userId } = userCaller(ctx);
  await assertRecentLogin(ctx);
  await assertNotEnabled(ctx, userId);
  const isSetUp = await secondFactors.in(ctx).findOne({ _id: userId }, { select: { _id: 1 } });
  ensure(
    isSetUp,
    () => new DomainError('conflict', 'mfa.not_set_up', 'Get a secret first: POST /auth/mfa/setup.'),
  );
  ensure(await useSecondFactor(ctx, { userId }, { code }), wrongCode);
  const recoveryCodes = newRecoveryCodes();
  const enable = async (tx: Tx<IdentityCtx>): Promise<void> => {
    const change = { enabledAt: tx.clock.now(), recoveryCodeHashes: recoveryCodes.map(hashRecoveryCode) };
    const enabled = await secondFactors.in(tx).updateOne({ _id: userId, enabledAt: null }, { $set: change });
    ensure(enabled, alreadyEnabled);
    await record(tx, 'enabled', userId);
  };
  await transaction(ctx, enable, { mutex: mutexOfUser(userId) });
  return { recoveryCodes };
}

/**
 * Takes the second factor away; sessions stay as they are. The owner is told by mail.
 * @throws conflict `mfa.not_set_up`, invalid for a wrong password or code, too_many_requests, unavailable
 */
export async function disableMfa(ctx: IdentityCtx, { password, ...proof }: MfaDisabling): Promise<void> {
  const { userId } = userCaller(ctx);
  ensure(await hasSecondFactor(ctx, userId), () => {
    return new DomainError('conflict', 'mfa.not_set_up', 'There is no second factor to disable.');
  });
  // The code first: who guesses the password needs a new one for each guess.
  ensure(await useSecondFactor(ctx, { userId }, proof), wrongCode);
  const user = await users.in(ctx).get(userId);
  ensure(await ctx.ports.passwords.matches(password, user.passwordHash), () =>
    invalid([{ field: 'password', message: 'This is not your password.' }]),
  );
  const disable = async (tx: Tx<IdentityCtx>): Promise<void> => {
    if ((await secondFactors.in(tx).delete({ _id: userId })) > 0) await record(tx, 'disabled', userId);
  };
  await transaction(ctx, disable, { mutex: mutexOfUser(userId) });
}

const alreadyEnabled = () =>
  new DomainError('conflict', 'mfa.already_enabled', 'A second factor is enabled already. Disable it first.');

async function assertNotEnabled(ctx: IdentityCtx, userId: string): Promise<void> {
  ensure(!(await hasSecondFactor(ctx, userId)), alreadyEnabled);
}

async function record(tx: Tx<IdentityCtx>, what: 'enabled' | 'disabled', userId: string): Promise<void> {
  const user = await users.in(tx).get(userId);
  await mailNotice(tx, what === 'enabled' ? 'mfaEnabled' : 'mfaDisabled', userId);
  const resource = { type: 'user', id: userId, version: user.revision };
  tx.record({ type: `user.mfa_${what}`, tenantId: null, resource, data: presentUser(user) });
}
