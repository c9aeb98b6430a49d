import { member } from '@siteninja/contracts';
import { type Infer, s } from '@siteninja/schema';
import { loggedIn } from '../auth/auth.schema';
import { newPassword } from '../passwords/password.schema';

/** What whoever has the link is told. */
export const invitation = s.named(
  'Invitation',
  s.object({
    tenantId: s.uuid(),
    tenantName: s.string(),
    email: member.fields.email,
    role: member.fields.role,
    invitedBy: s.describe(s.nullable(s.string()), 'The name of who has sent it.'),
    hasAccount: s.describe(
      s.boolean(),
      'Whether it is accepted by its owner, who signs in first. Else a name and a password are needed.',
    ),
    expiresAt: s.dateTime(),
  }),
);

export const acceptance = s.object({
  token: s.string({ max: 200 }),
  name: s.optional(s.string({ max: 255 })),
  password: s.optional(newPassword),
});
export type Acceptance = Infer<typeof acceptance>;

/** Tokens, in the tenant that was joined. */
export const accepted = s.named(
  'InvitationAccepted',
  s.object({ ...loggedIn.fields, deviceToken: s.optional(loggedIn.fields.deviceToken) }),
);
