import { createHash, randomBytes } from 'node:crypto';
import { DAY_MS, DomainError, ensure, HOUR_MS } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { type OneTimeTokenRow, oneTimeTokens } from './one-time-token.model';

type Purpose = OneTimeTokenRow['purpose'];

const TTL_MS: Readonly<Record<Purpose, number>> = {
  email_verification: 3 * DAY_MS,
  password_reset: HOUR_MS,
  invitation: 7 * DAY_MS,
};

/** Makes a token that works once. It stands in a mail and nowhere else: only its hash is kept. */
export async function issueToken(
  ctx: IdentityCtx,
  about: { purpose: Purpose; userId: string; emailKey: string; membershipId?: string },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await oneTimeTokens.in(ctx).insert({
    ...about,
    membershipId: about.membershipId ?? null,
    tokenHash: hashOf(token),
    expiresAt: new Date(ctx.clock.now().getTime() + TTL_MS[about.purpose]),
    usedAt: null,
  });
  return token;
}

/** @throws gone `auth.link_invalid`: the same for a token that is used, over, of another purpose, or made up */
export async function readToken(ctx: IdentityCtx, purpose: Purpose, token: string): Promise<OneTimeTokenRow> {
  const row = await oneTimeTokens.in(ctx).findOne({ tokenHash: hashOf(token) });
  const isValid = row?.purpose === purpose && row.usedAt === null && row.expiresAt > ctx.clock.now();
  ensure(isValid, linkInvalid);
  return row;
}

/** Uses a token in the transaction of what it is for; of two at once one gets there. @throws gone */
export async function useToken(
  tx: Tx<IdentityCtx>,
  purpose: Purpose,
  token: string,
): Promise<OneTimeTokenRow> {
  const { _id } = await readToken(tx, purpose, token);
  const used = await oneTimeTokens
    .in(tx)
    .updateOne({ _id, usedAt: null }, { $set: { usedAt: tx.clock.now() } });
  ensure(used, linkInvalid);
  return used;
}

/** Ends the tokens of a user that were sent before. */
export async function dropTokens(tx: Tx<IdentityCtx>, userId: string, purpose: Purpose): Promise<void> {
  await oneTimeTokens.in(tx).delete({ userId, purpose, usedAt: null });
}

/** Ends the invitations to a membership that were sent before. */
export async function dropInvitations(tx: Tx<IdentityCtx>, membershipId: string): Promise<void> {
  await oneTimeTokens.in(tx).delete({ membershipId });
}

export function linkInvalid(): DomainError {
  const message = 'This link has been used, is too old, or is not whole. Ask for a new one.';
  return new DomainError('gone', 'auth.link_invalid', message);
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
