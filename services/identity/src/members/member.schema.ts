import { member } from '@siteninja/contracts';
import { type Infer, pick, s } from '@siteninja/schema';
import { newPassword } from '../passwords/password.schema';

export { member };

export const newMember = s.named(
  'NewMember',
  s.object({
    email: member.fields.email,
    name: s.optional(s.describe(s.string({ max: 255 }), 'Without it the part of the email before the @.')),
    role: s.describe(member.fields.role, 'None with more permissions than you have yourself.'),
    password: s.optional(
      s.describe(
        newPassword,
        'For an email without an account: makes the account at once, and sends no invitation.',
      ),
    ),
  }),
);
export type NewMember = Infer<typeof newMember>;

export const memberStatus = s.object({ status: s.enum('active', 'inactive') });
export type MemberStatus = Infer<typeof memberStatus>;

export const memberRole = pick(member, 'role');
export type MemberRole = Infer<typeof memberRole>;

export const memberFilters = {
  role: s.optional(member.fields.role),
  status: s.optional(member.fields.status),
  search: s.optional(s.describe(s.string({ max: 100 }), 'In name or email, literally, whatever its case.')),
};
