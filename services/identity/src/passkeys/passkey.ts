import { ensure, notFound, type PaginationQuery, presenter, requireMatch } from '@siteninja/core';
import { mutexOfUser, transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { mailNotice } from '../mails/mail.jobs';
import { userCaller } from '../sessions/own-sessions';
import { presentUser } from '../users/user';
import { users } from '../users/user.model';
import { type PasskeyRow, passkeys } from './passkey.model';
import { passkey, type PasskeyChange } from './passkey.schema';

export const presentPasskey = presenter(passkey);

/** All of a user; there are few. */
export function loadPasskeys(ctx: IdentityCtx, userId: string): Promise<PasskeyRow[]> {
  return passkeys.in(ctx).find({ userId }, { sort: { createdAt: -1, _id: -1 } });
}

/** Those of the caller. */
export async function listPasskeys(ctx: IdentityCtx, query: PaginationQuery) {
  const { userId } = userCaller(ctx);
  const { rows, pagination } = await passkeys.in(ctx).paginate({ userId }, query);
  return { items: rows.map(presentPasskey), pagination };
}

/** @throws not_found also for one of somebody else */
export async function getPasskey(ctx: IdentityCtx, passkeyId: string) {
  return presentPasskey(await loadOwn(ctx, passkeyId));
}

async function loadOwn(ctx: IdentityCtx, passkeyId: string): Promise<PasskeyRow> {
  const { userId } = userCaller(ctx);
  const row = await passkeys.in(ctx).findOne({ _id: passkeyId, userId });
  ensure(row, () => notFound('passkey'));
  return row;
}

/** @throws not_found, precondition_failed */
export function renamePasskey(ctx: IdentityCtx, passkeyId: string, { name }: PasskeyChange) {
  return change(ctx, async (tx, userId) => {
    const row = await loadOwn(tx, passkeyId);
    requireMatch(tx, () => presentPasskey(row));
    if (name === undefined || name === row.name) return presentPasskey(row);
    const before = await loadPasskeys(tx, userId);
    const after = await passkeys.in(tx).update(row._id, { name });
    await recordPasskeys(
      tx,
      userId,
      before,
      before.map((each) => (each._id === row._id ? after : each)),
    );
    return presentPasskey(after);
  });
}

/** Nobody signs in with it any more; sessions stay as they are. The owner is told by mail. @throws not_found, precondition_failed */
export function removePasskey(ctx: IdentityCtx, passkeyId: string): Promise<void> {
  return change(ctx, async (tx, userId) => {
    const row = await loadOwn(tx, passkeyId);
    requireMatch(tx, () => presentPasskey(row));
    const before = await loadPasskeys(tx, userId);
    await passkeys.in(tx).delete({ _id: row._id, userId });
    await mailNotice(tx, 'passkeyRemoved', userId);
    await recordPasskeys(
      tx,
      userId,
      before,
      before.filter(({ _id }) => _id !== row._id),
    );
  });
}

/** Removes all of the caller's. Does nothing where there are none. */
export function removePasskeys(ctx: IdentityCtx): Promise<void> {
  return change(ctx, async (tx, userId) => {
    const before = await loadPasskeys(tx, userId);
    if (before.length === 0) return;
    await passkeys.in(tx).delete({ userId });
    await mailNotice(tx, 'passkeyRemoved', userId);
    await recordPasskeys(tx, userId, before, []);
  });
}

function change<Result>(
  ctx: IdentityCtx,
  work: (tx: Tx<IdentityCtx>, userId: string) => Promise<Result>,
): Promise<Result> {
  const { userId } = userCaller(ctx);
  return transaction(ctx, (tx) => work(tx, userId), { mutex: mutexOfUser(userId) });
}

/** Passkeys are a part of the account: what became of them is told as a change of it. */
export async function recordPasskeys(
  tx: Tx<IdentityCtx>,
  userId: string,
  before: readonly PasskeyRow[],
  after: readonly PasskeyRow[],
): Promise<void> {
  const user = await users.in(tx).get(userId);
  const data = presentUser(user);
  const told = (rows: readonly PasskeyRow[]) => ({
    ...data,
    passkeys: rows.map(({ _id, name }) => ({ id: _id, name })),
  });
  const resource = { type: 'user', id: userId, version: user.revision };
  const change = { before: told(before), after: told(after) };
  tx.record({ type: 'user.updated', tenantId: null, resource, data, change });
}
