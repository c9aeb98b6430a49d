import { USER_STATUSES } from '@siteninja/contracts';
import { conflict, ensure, type PaginationQuery, requireMatch } from '@siteninja/core';
import { mutexOfUser, transaction } from '@siteninja/events';
import { containing } from '@siteninja/mongo';
import { type InferFields } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { endAllSessions } from '../sessions/session';
import { presentUser } from '../users/user';
import { users } from '../users/user.model';
import { type accountFilters, type AccountStatus } from './account.schema';

type Query = PaginationQuery & InferFields<typeof accountFilters>;

export async function listAccounts(ctx: IdentityCtx, { status, search, ...query }: Query) {
  const filter = {
    // Named in any case: then an index serves all of them too.
    status: { $in: status === undefined ? [...USER_STATUSES] : [status] },
    ...(search === undefined ? {} : { $or: containing(search, ['email', 'name']) }),
  };
  const { rows, pagination } = await users.in(ctx).paginate(filter, query);
  return { items: rows.map(presentUser), pagination };
}

/** @throws not_found */
export async function getAccount(ctx: IdentityCtx, userId: string) {
  return presentUser(await users.in(ctx).get(userId));
}

/**
 * Closes an account, everywhere within a second, or opens it again. Its sessions do not come back.
 * @throws not_found, conflict `user.own_account`, `user.not_joined`, precondition_failed
 */
export async function setAccountStatus(ctx: IdentityCtx, userId: string, { status }: AccountStatus) {
  const after = await transaction(
    ctx,
    async (tx) => {
      const row = await users.in(tx).get(userId);
      const before = presentUser(row);
      requireMatch(tx, () => before);
      ensure(row.status !== 'invited', () =>
        conflict('user.not_joined', 'status', 'This person has not accepted an invitation yet.'),
      );
      if (row.status === status) return before;
      const isOwn = tx.caller.type === 'user' && tx.caller.userId === userId;
      ensure(!isOwn, () => conflict('user.own_account', 'status', 'This is your own account.'));
      const changed = await users
        .in(tx)
        .updateOne({ _id: userId }, { $set: { status }, $inc: { securityVersion: 1 } });
      if (!changed) return before;
      await endAllSessions(tx, userId);
      tx.recordChange('user.updated', before, presentUser(changed));
      return presentUser(changed);
    },
    { mutex: mutexOfUser(userId) },
  );
  ctx.invalidate(`user:${userId}`);
  return after;
}
