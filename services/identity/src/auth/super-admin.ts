import { DomainError, newId } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { mailboxOf } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { weaknessOf } from '../passwords/password-rules';
import { endAllSessions } from '../sessions/session';
import { newUser, presentUser } from '../users/user';
import { type UserRow, users } from '../users/user.model';
import { type Credentials } from './auth.schema';

const NAME = 'Platform admin';

/**
 * Creates the platform's own admin from the configuration, or gives it the configured password. Changes nothing
 * where all is as configured.
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
  const admin = await users.in(ctx).findOne({ emailKey: mailboxOf(email) });
  if (admin) await update(ctx, admin, password);
  else await create(ctx, { email, password });
}

async function create(
  ctx: IdentityCtx,
  { email, password }: Pick<Credentials, 'email' | 'password'>,
): Promise<void> {
  const passwordHash = await ctx.ports.passwords.hash(password);
  try {
    await transaction(ctx, async (tx) => {
      const row = await users.in(tx).insert({
        ...newUser({ _id: newId(), email, name: NAME, passwordHash }),
        isSuperAdmin: true,
        emailVerifiedAt: tx.clock.now(),
      });
      tx.recordChange('user.registered', null, presentUser(row));
    });
  } catch (error) {
    // Another process that starts at the same moment has created it.
    if (!(error instanceof DomainError) || error.code !== 'user.email_taken') throw error;
  }
}

async function update(ctx: IdentityCtx, admin: UserRow, password: string): Promise<void> {
  const isUnchanged = await ctx.ports.passwords.matches(password, admin.passwordHash);
  if (isUnchanged && admin.isSuperAdmin && admin.status === 'active') return;
  const passwordHash = isUnchanged ? admin.passwordHash : await ctx.ports.passwords.hash(password);
  await transaction(ctx, async (tx) => {
    const row = await users.in(tx).updateOne(
      { _id: admin._id, revision: admin.revision },
      {
        $set: { passwordHash, isSuperAdmin: true, status: 'active' },
        $inc: { securityVersion: 1 },
      },
    );
    if (!row) return;
    await endAllSessions(tx, row._id);
    const type = isUnchanged ? 'user.updated' : 'user.password_changed';
    tx.recordChange(type, presentUser(admin), presentUser(row));
  });
}
