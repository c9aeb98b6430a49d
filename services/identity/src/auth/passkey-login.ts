import { DomainError, ensure, unauthenticated } from '@siteninja/core';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { type IdentityCtx } from '../context';
import { CHALLENGE_TTL_MS, issueChallenge, useChallenge } from '../passkeys/passkey-challenge';
import { type PasskeyRow, passkeys } from '../passkeys/passkey.model';
import { type PasskeyLogin } from '../passkeys/passkey.schema';
import { relyingParty } from '../passkeys/relying-party';
import { users } from '../users/user.model';
import { signIn } from './login';

const refused = () =>
  unauthenticated(
    'auth.passkey_invalid',
    'This passkey does not sign in here. Try again, or use a password.',
  );

/** The same for everybody: it names no passkey, so that it tells of no account. */
export async function startPasskeyLogin(ctx: IdentityCtx) {
  return {
    challenge: await issueChallenge(ctx, null),
    rpId: relyingParty(ctx.config).id,
    timeout: CHALLENGE_TTL_MS,
    userVerification: 'required' as const,
    allowCredentials: [],
  };
}

/**
 * Begins a session by a passkey. The device has verified its user by what they know or are, so it is both factors: no
 * code is asked for.
 * @throws unauthenticated: `auth.passkey_invalid` whatever is wrong, `auth.account_inactive` for its owner alone
 */
export async function logInWithPasskey(ctx: IdentityCtx, login: PasskeyLogin) {
  try {
    const row = await prove(ctx, login);
    const user = await users.in(ctx).findOne({ _id: row.userId });
    ensure(user?.status === 'active', () =>
      unauthenticated('auth.account_inactive', 'This account is not active.'),
    );
    const { deviceToken = '' } = login;
    return await signIn(ctx, user, ctx.ports.deviceTokens.read(deviceToken, user._id, ctx.clock.now()));
  } catch (error) {
    if (error instanceof DomainError) {
      ctx.log.warn('a log-in failed', { reason: error.code, address: ctx.request?.ipAddress });
    }
    throw error;
  }
}

/** The passkey that signed a challenge of ours just now. @throws unauthenticated */
async function prove(ctx: IdentityCtx, login: PasskeyLogin): Promise<PasskeyRow> {
  const row = await passkeys.in(ctx).findOne({ credentialId: login.id });
  const { userHandle } = login.response;
  const isOwner = userHandle == null || Buffer.from(userHandle, 'base64url').toString() === row?.userId;
  ensure(row && isOwner, refused);
  const { newCounter, credentialBackedUp } = await verified(ctx, row, login);
  // Of two logins at once whose signatures have the same count, one is that of a copy.
  const used = await passkeys
    .in(ctx)
    .updateOne(
      { _id: row._id, counter: row.counter },
      { $set: { counter: newCounter, isSynced: credentialBackedUp, lastUsedAt: ctx.clock.now() } },
    );
  ensure(used, refused);
  return used;
}

async function verified(ctx: IdentityCtx, row: PasskeyRow, { id, rawId, response }: PasskeyLogin) {
  const { id: expectedRPID, origins: expectedOrigin } = relyingParty(ctx.config);
  const { clientDataJSON, authenticatorData, signature } = response;
  try {
    const { verified: isVerified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId,
        type: 'public-key',
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: (challenge) => useChallenge(ctx, null, challenge),
      expectedOrigin,
      expectedRPID,
      credential: {
        id: row.credentialId,
        publicKey: new Uint8Array(Buffer.from(row.publicKey, 'base64url')),
        counter: row.counter,
      },
    });
    if (isVerified) return authenticationInfo;
  } catch (error) {
    ctx.log.info('a passkey was refused', { reason: String(error) });
  }
  throw refused();
}
