import { conflict, ensure, invalid } from '@siteninja/core';
import { mutexOfUser, transaction, type Tx } from '@siteninja/events';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { type IdentityCtx } from '../context';
import { mailNotice } from '../mails/mail.jobs';
import { userCaller } from '../sessions/own-sessions';
import { assertRecentLogin } from '../sessions/recent-login';
import { users } from '../users/user.model';
import { CHALLENGE_TTL_MS, issueChallenge, useChallenge } from './passkey-challenge';
import { passkeys } from './passkey.model';
import { type NewPasskey } from './passkey.schema';
import { loadPasskeys, presentPasskey, recordPasskeys } from './passkey';
import { relyingParty } from './relying-party';

/** COSE: ES256, EdDSA and RS256, which every authenticator has one of. */
const ALGORITHMS = [-7, -8, -257];
export const MAX_PASSKEYS = 20;

/**
 * What the browser makes a passkey from.
 * @throws forbidden `auth.login_too_old`, conflict `passkey.limit_reached`
 */
export async function startPasskey(ctx: IdentityCtx) {
  const { userId } = userCaller(ctx);
  await assertRecentLogin(ctx);
  const user = await users.in(ctx).get(userId);
  const known = await loadPasskeys(ctx, userId);
  assertBelowLimit(known);
  const { id: rpID } = relyingParty(ctx.config);
  const challenge = await issueChallenge(ctx, userId);
  const options = await generateRegistrationOptions({
    rpID,
    rpName: 'SiteNinja',
    userID: new Uint8Array(Buffer.from(userId)),
    userName: user.email,
    userDisplayName: user.name,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: CHALLENGE_TTL_MS,
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
  return options;
}

/**
 * Adds a passkey to the caller's account, and tells them of it by mail.
 * @throws forbidden `auth.login_too_old`, conflict `passkey.already_added`, `passkey.limit_reached`, invalid
 */
export async function addPasskey(ctx: IdentityCtx, input: NewPasskey) {
  const { userId } = userCaller(ctx);
  await assertRecentLogin(ctx);
  const { credential, credentialBackedUp: isSynced } = await verified(ctx, userId, input);
  const added = {
    userId,
    name: input.name,
    isSynced,
    lastUsedAt: null,
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: input.response.transports,
  };
  const add = async (tx: Tx<IdentityCtx>) => {
    await users.in(tx).lock({ _id: userId }, 'passkeyChanges');
    const before = await loadPasskeys(tx, userId);
    assertBelowLimit(before);
    const row = await passkeys.in(tx).insert(added);
    await recordPasskeys(tx, userId, before, [...before, row]);
    await mailNotice(tx, 'passkeyAdded', userId);
    return presentPasskey(row);
  };
  return transaction(ctx, add, { mutex: mutexOfUser(userId) });
}

function assertBelowLimit(known: readonly unknown[]): void {
  ensure(known.length < MAX_PASSKEYS, () =>
    conflict('passkey.limit_reached', 'id', `An account has at most ${MAX_PASSKEYS} passkeys.`),
  );
}

/** @throws invalid, with one message whatever is wrong with it */
async function verified(ctx: IdentityCtx, userId: string, { id, rawId, response }: NewPasskey) {
  const { id: expectedRPID, origins: expectedOrigin } = relyingParty(ctx.config);
  const { clientDataJSON, attestationObject } = response;
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: {
        id,
        rawId,
        type: 'public-key',
        response: { clientDataJSON, attestationObject },
        clientExtensionResults: {},
      },
      expectedChallenge: (challenge) => useChallenge(ctx, userId, challenge),
      expectedOrigin,
      expectedRPID,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (registrationInfo) return registrationInfo;
  } catch (error) {
    ctx.log.info('a passkey was refused', { reason: String(error) });
  }
  const message = 'This is no new passkey for this account and site. Ask for options, and try again.';
  throw invalid([{ field: 'response', message }]);
}
