import { type Fields, type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

/** 32 random bytes, base64url. There is no default: whoever starts the service makes them, and keeps them. */
const secret = () => s.string({ min: 43, max: 43 });

export const identityConfig = {
  ...serviceConfig,
  /** Encrypts the private signing keys in the database. */
  ENCRYPTION_KEY: secret(),
  /** What refresh tokens follow from: with another one every session ends. */
  REFRESH_TOKEN_SECRET: secret(),
  /** Goes into every password hash: with another one no password is right any more. */
  PASSWORD_PEPPER: secret(),
  /** Rounds of bcrypt, as a power of two. */
  BCRYPT_COST: s.default(s.integer({ min: 4, max: 15 }), 10),
  /** Passwords checked at once; by default half of the machine's cores. */
  BCRYPT_CONCURRENCY: s.optional(s.integer({ min: 1, max: 64 })),
  /** Wrong log-ins of one account in 15 minutes. */
  LOGIN_LIMIT: s.default(s.integer({ min: 1 }), 10),
  /** Multiplies the limit, for load tests. */
  RATE_LIMIT_SCALE: s.default(s.number({ min: 0.001 }), 1),
  /** The platform's own admin, made at the start; both or none. */
  SUPER_ADMIN_EMAIL: s.optional(s.email()),
  SUPER_ADMIN_PASSWORD: s.optional(s.string({ max: 128 })),
} satisfies Fields;

export type IdentityConfig = InferFields<typeof identityConfig>;
