import { user } from '@siteninja/contracts';
import { presenter } from '@siteninja/core';
import { mailboxOf } from '@siteninja/schema';

export const presentUser = presenter(user);

/** The row of an account that nobody has signed in to yet. */
export function newUser(who: { _id: string; email: string; name: string; passwordHash: string | null }) {
  return {
    ...who,
    emailKey: mailboxOf(who.email),
    status: 'active' as const,
    isSuperAdmin: false,
    emailVerifiedAt: null,
    lastLogin: null,
    lastTenantId: null,
    guessesCountedFrom: null,
    securityVersion: 1,
    mayHaveSecondFactor: false,
    passkeyChanges: 0,
  };
}
