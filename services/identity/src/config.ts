import { publicOrigin } from '@siteninja/core';
import { urlOf } from '@siteninja/http';
import { mailConfig } from '@siteninja/mail';
import { configValue, type Fields, type InferFields, s } from '@siteninja/schema';
import { secrets, serviceConfig } from '@siteninja/service';

const NO_ORIGINS: readonly string[] = [];
const origins = s.default(configValue('origins, separated by commas', readOrigins), NO_ORIGINS);

/** @throws where one is no origin, written as browsers do */
function readOrigins(text: string): readonly string[] {
  const list = text.split(',').map((each) => each.trim());
  if (!list.every((each) => new URL(each).origin === each)) throw new Error('These are no origins.');
  return list;
}

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
  PASSKEY_DOMAIN: s.describe(
    s.optional(s.string({ max: 253 })),
    'The domain that passkeys are for (the RP ID of WebAuthn). Without it the host of `APP_URL`. With another one no passkey that was made before works.',
  ),
  PASSKEY_ORIGINS: s.describe(
    origins,
    'Origins, separated by commas, whose pages may use passkeys: of that domain or below it. Without them that of `APP_URL`.',
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

/** Where people manage their sites. From the configuration alone: no header of a request decides it. */
export function appOrigin(config: Readonly<IdentityConfig>): string {
  return config.APP_URL?.replace(/\/$/, '') ?? publicOrigin(config, config.BASE_DOMAIN);
}
