import { type Infer, s } from '@siteninja/schema';
import { newPassword } from '../passwords/password.schema';

const token = s.describe(s.string({ max: 200 }), 'What the link of the mail carries as `?token=`.');

export const passwordChange = s.object({
  currentPassword: s.string({ max: 1_000, exact: true }),
  newPassword,
});
export type PasswordChange = Infer<typeof passwordChange>;

export const passwordReset = s.object({ token, newPassword });
export type PasswordReset = Infer<typeof passwordReset>;

export const forgottenPassword = s.object({ email: s.email() });

/** Of an answer that is the same whatever became of the request. */
export const nothing = s.object({});
