import { type Fields, type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

/** 32 random bytes, base64url. There is no default: the operator generates and keeps them. */
const secret = () => s.string({ min: 43, max: 43 });

export const identityConfig = {
  ...serviceConfig,
  /** Encrypts the private signing keys in the database. */
  ENCRYPTION_KEY: secret(),
  /** Refresh tokens are derived from it: another one ends every session. */
  REFRESH_TOKEN_SECRET: secret(),
  /** Part of every password hash: with another one no password matches. */
  PASSWORD_PEPPER: secret(),
  /** Rounds of bcrypt, as a power of two. */
  BCRYPT_COST: s.default(s.integer({ min: 4, max: 15 }), 10),
  /** Passwords checked at once; by default half of the machine's cores. */
  BCRYPT_CONCURRENCY: s.optional(s.integer({ min: 1, max: 64 })),
  /** Wrong log-ins of one account in 15 minutes. */
  LOGIN_LIMIT: s.default(s.integer({ min: 1 }), 10),
  /** Multiplies the limit, for load tests. */
  RATE_LIMIT_SCALE: s.default(s.number({ min: 0.001 }), 1),
  /** The platform's own admin, created at the start; set both or none. */
  SUPER_ADMIN_EMAIL: s.optional(s.email()),
  SUPER_ADMIN_PASSWORD: s.optional(s.string({ max: 128 })),
} satisfies Fields;

export type IdentityConfig = InferFields<typeof identityConfig>;
