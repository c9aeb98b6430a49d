import { type UserRow } from './user.model';

/** By which emails are compared: without case. */
export function emailKeyOf(email: string): string {
  return email.toLowerCase();
}

export function presentUser(row: UserRow) {
  return {
    id: row._id,
    email: row.email,
    name: row.name,
    status: row.status,
    isSuperAdmin: row.isSuperAdmin,
    emailVerifiedAt: row.emailVerifiedAt?.toISOString() ?? null,
    lastLogin: row.lastLogin?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
