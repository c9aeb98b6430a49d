import { urlOf } from '@siteninja/http';
import { mailConfig } from '@siteninja/mail';
import { type Fields, type InferFields, s } from '@siteninja/schema';
import { secrets, serviceConfig } from '@siteninja/service';

export const identityConfig = {
  ...serviceConfig,
  ...mailConfig,
  REFRESH_TOKEN_SECRET: secrets(
    '32 random bytes, base64url: refresh tokens are derived from it. A new one goes before the old, separated by a comma; without the old one its sessions end.',
  ),
  PASSWORD_PEPPER: secrets(
    "The same form: part of every password hash. A new one goes before the old; each hash is made anew at its owner's next login.",
  ),
  APP_URL: s.describe(
    s.optional(urlOf('https', 'http')),
    'Where the app is that people manage their sites with: mails lead to `/verify-email`, `/reset-password` and `/accept-invitation` there, each with `?token=`. Without it `<PUBLIC_SCHEME>://<BASE_DOMAIN>:<PUBLIC_PORT>`.',
  ),
  MAIL_LIMIT: s.describe(
    s.default(s.integer({ min: 1 }), 5),
    'Mails of one kind to one address in an hour, and password changes of one account.',
  ),
  INVITATION_LIMIT: s.describe(
    s.default(s.integer({ min: 1 }), 50),
    'Invitations that a tenant sends in an hour.',
  ),
  BCRYPT_COST: s.describe(
    s.default(s.integer({ min: 4, max: 15 }), 10),
    'Rounds of bcrypt, as a power of two.',
  ),
  BCRYPT_CONCURRENCY: s.describe(
    s.optional(s.integer({ min: 1, max: 64 })),
    "Passwords checked at once; without it half of the machine's cores.",
  ),
  LOGIN_LIMIT: s.describe(
    s.default(s.integer({ min: 1 }), 10),
    'Wrong log-ins of one account in 15 minutes.',
  ),
  RATE_LIMIT_SCALE: s.describe(
    s.default(s.number({ min: 0.001 }), 1),
    'Multiplies these limits, for load tests.',
  ),
  SUPER_ADMIN_EMAIL: s.describe(
    s.optional(s.email()),
    "The platform's own admin, created at the start; set both or none.",
  ),
  SUPER_ADMIN_PASSWORD: s.describe(
    s.optional(s.string({ max: 128, exact: true })),
    "The platform admin's password.",
  ),
} satisfies Fields;

export type IdentityConfig = InferFields<typeof identityConfig>;
