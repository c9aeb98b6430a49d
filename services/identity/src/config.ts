import {
  decimal,
  email,
  type Fields,
  integer,
  optional,
  serviceConfig,
  type ShapeOf,
  text,
  withDefault,
} from '@siteninja/http';

export const identityConfig = {
  ...serviceConfig,
  /**
   * 32 random bytes, base64url. The private signing keys are encrypted by it, and the keys of refresh tokens and
   * passwords are derived from it: whoever loses it loses every password.
   */
  ENCRYPTION_KEY: text({ min: 43, max: 43 }),
  /** Rounds of bcrypt, as a power of two. */
  BCRYPT_COST: withDefault(integer({ min: 4, max: 15 }), 10),
  /** Passwords checked at once; by default half of the machine's cores. */
  BCRYPT_CONCURRENCY: optional(integer({ min: 1, max: 64 })),
  /** Wrong log-ins of one account in 15 minutes. */
  LOGIN_LIMIT: withDefault(integer({ min: 1 }), 10),
  /** Multiplies the limit, for load tests. */
  RATE_LIMIT_SCALE: withDefault(decimal({ min: 0.001 }), 1),
  /** The platform's own admin, made at the start; both or none. */
  SUPER_ADMIN_EMAIL: optional(email()),
  SUPER_ADMIN_PASSWORD: optional(text({ max: 128 })),
} satisfies Fields;

export type IdentityConfig = ShapeOf<typeof identityConfig>;
