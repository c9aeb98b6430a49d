import { DomainError } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { weaknessOf } from '../passwords/password-rules';
import { endAllSessions } from '../sessions/session';
import { emailKeyOf, presentUser } from '../users/user';
import { type UserRow, users } from '../users/user.model';

interface Login {
  email: string;
  password: string;
}

const NAME = 'Platform admin';

/**
 * Makes the platform's own admin from the configuration, or gives it the password that is there now. Changes
 * nothing where all is as configured.
 * @throws where only one of the two variables is set
 */
export async function seedSuperAdmin(ctx: IdentityCtx): Promise<void> {
  const { SUPER_ADMIN_EMAIL: email, SUPER_ADMIN_PASSWORD: password } = ctx.config;
  if (email === undefined && password === undefined) return;
  if (email === undefined || password === undefined) {
    throw new Error('SUPER_ADMIN_EMAIL and SUPER_ADMIN_PASSWORD go together: set both or none.');
  }
  if (password.length < 10 || weaknessOf(password, { email, name: NAME }) !== undefined) {
    ctx.log.warn('SUPER_ADMIN_PASSWORD is easily guessed: choose another one');
  }
  const known = await users.in(ctx).findOne({ emailKey: emailKeyOf(email) });
  if (known) await update(ctx, known, password);
  else await create(ctx, { email, password });
}

async function create(ctx: IdentityCtx, { email, password }: Login): Promise<void> {
  const passwordHash = await ctx.ports.passwords.hash(password);
  try {
    await transaction(ctx, async (tx) => {
      const row = await users.in(tx).insert({
        email,
        emailKey: emailKeyOf(email),
        name: NAME,
        passwordHash,
        status: 'active',
        isSuperAdmin: true,
        emailVerifiedAt: tx.clock.now(),
        lastLogin: null,
        lastTenantId: null,
        securityVersion: 1,
      });
      const after = presentUser(row);
      tx.record({
        type: 'user.registered',
        resource: { type: 'user', id: row._id, version: row.revision },
        data: after,
        change: { before: null, after },
      });
    });
  } catch (error) {
    // Another process that starts at the same moment has made it.
    if (!(error instanceof DomainError) || error.code !== 'user.email_taken') throw error;
  }
}

async function update(ctx: IdentityCtx, known: UserRow, password: string): Promise<void> {
  const unchanged = await ctx.ports.passwords.matches(password, known.passwordHash);
  if (unchanged && known.isSuperAdmin && known.status === 'active') return;
  const passwordHash = unchanged ? known.passwordHash : await ctx.ports.passwords.hash(password);
  await transaction(ctx, async (tx) => {
    const row = await users.in(tx).updateOne(
      { _id: known._id, revision: known.revision },
      {
        $set: { passwordHash, isSuperAdmin: true, status: 'active' },
        $inc: { securityVersion: 1 },
      },
    );
    if (!row) return;
    await endAllSessions(tx, row._id);
    const after = presentUser(row);
    tx.record({
      type: unchanged ? 'user.updated' : 'user.password_changed',
      resource: { type: 'user', id: row._id, version: row.revision },
      data: after,
      change: { before: presentUser(known), after },
    });
  });
}
