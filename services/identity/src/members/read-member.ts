import { member as memberSchema } from '@siteninja/contracts';
import { notFound, type PaginationQuery, presenter, ensure } from '@siteninja/core';
import { containing } from '@siteninja/mongo';
import { type InferFields } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { type MembershipRow, memberships } from '../memberships/membership.model';
import { type UserRow, users } from '../users/user.model';
import { type memberFilters } from './member.schema';

const present = presenter(memberSchema);

/** A member as their tenant sees them: of an account that has not accepted, what the invitation says and no more. */
export function presentMember(row: MembershipRow, user: UserRow) {
  const { invitedName, ...membership } = row;
  const { email, name, lastLogin } = user;
  const isInvited = row.status === 'invited';
  return present({
    ...membership,
    _id: user._id,
    email,
    name: isInvited ? (invitedName ?? name) : name,
    lastLogin: isInvited ? null : lastLogin,
  });
}

/** A membership and its user. @throws not_found */
export async function loadMember(ctx: IdentityCtx, userId: string) {
  const [row, user] = await Promise.all([
    memberships.in(ctx).findOne({ userId }),
    users.in(ctx).findOne({ _id: userId }),
  ]);
  ensure(row && user, () => notFound('user'));
  return { row, user };
}

/** @throws not_found */
export async function getMember(ctx: IdentityCtx, userId: string) {
  const { row, user } = await loadMember(ctx, userId);
  return presentMember(row, user);
}

type Query = PaginationQuery & InferFields<typeof memberFilters>;

export async function listMembers(ctx: IdentityCtx, { role, status, search, ...query }: Query) {
  const filter = {
    ...(role === undefined ? {} : { role }),
    ...(status === undefined ? {} : { status }),
    ...(search === undefined ? {} : { userId: { $in: await findUserIds(ctx, search) } }),
  };
  const { rows, pagination } = await memberships.in(ctx).paginate(filter, query);
  const found = await users.in(ctx).find({ _id: { $in: rows.map(({ userId }) => userId) } });
  const byId = new Map(found.map((user) => [user._id, user]));
  const items = rows.flatMap((row) => {
    const user = byId.get(row.userId);
    return user ? [presentMember(row, user)] : [];
  });
  return { items, pagination };
}

/** The users of this tenant who are called so there. */
async function findUserIds(ctx: IdentityCtx, search: string): Promise<string[]> {
  const rows = await memberships.in(ctx).find({}, { select: { userId: 1, status: 1, invitedName: 1 } });
  const ids = rows.map(({ userId }) => userId);
  const [byEmail, byName] = await Promise.all(
    ['email', 'name'].map((field) =>
      users.in(ctx).find({ _id: { $in: ids }, $or: containing(search, [field]) }, { select: { _id: 1 } }),
    ),
  );
  const found = new Set(byEmail?.map(({ _id }) => _id));
  const named = new Set(byName?.map(({ _id }) => _id));
  const wanted = search.toLowerCase();
  const isCalledSo = ({ userId, status, invitedName }: MembershipRow): boolean =>
    status === 'invited' && invitedName !== null
      ? invitedName.toLowerCase().includes(wanted)
      : named.has(userId);
  return rows.filter((row) => found.has(row.userId) || isCalledSo(row)).map(({ userId }) => userId);
}
