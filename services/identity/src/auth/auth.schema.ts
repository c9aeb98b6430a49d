import { apiKey, newTenant, user } from '@siteninja/contracts';
import { PERMISSIONS, ROLES } from '@siteninja/core';
import { type Infer, s } from '@siteninja/schema';
import { mfaChallenge } from '../mfa/mfa.schema';
import { newPassword } from '../passwords/password.schema';

export const registration = s.object({
  email: s.email(),
  password: newPassword,
  name: s.string({ max: 255 }),
  /** The new user is its admin. */
  tenant: s.optional(newTenant),
});
export type Registration = Infer<typeof registration>;

/** Looser than a registration: what no account can have gets the same answer as any other wrong log-in. */
export const credentials = s.named(
  'Credentials',
  s.object({
    email: s.string({ max: 254 }),
    password: s.string({ max: 1_000, exact: true }),
    deviceToken: s.optional(
      s.describe(
        s.string({ min: 0, max: 1_000, exact: true }),
        'That of the last login on this device: its attempts are counted apart from those of everybody else. A ' +
          'wrong one is as none.',
      ),
    ),
  }),
);
export type Credentials = Infer<typeof credentials>;

export const refresh = s.object({ refreshToken: s.string({ max: 200 }) });

const tokenFields = {
  user,
  activeTenantId: s.nullable(s.uuid()),
  accessToken: s.string(),
  refreshToken: s.describe(s.string(), 'Works once; the answer of POST /auth/refresh carries the next one.'),
  expiresIn: s.describe(s.integer(), 'Seconds that the access token lives.'),
  tokenType: s.enum('Bearer'),
};
export const tokens = s.named('Tokens', s.object(tokenFields));
const deviceToken = s.describe(
  s.string(),
  'Keep it on this device beyond the session, and send it with the next login. It gives no access by itself.',
);
export const loggedIn = s.named('LoggedIn', s.object({ ...tokenFields, deviceToken }));
export const loginAnswer = s.oneOf(loggedIn, mfaChallenge);
export const registered = s.named(
  'Registered',
  s.object({
    ...tokenFields,
    deviceToken,
    tenant: s.optional(s.describe(s.anyObject(), 'As GET /tenants/{tenantId} answers it.')),
  }),
);

const tenantOfCaller = s.object({
  tenantId: s.uuid(),
  name: s.string(),
  role: s.describe(s.nullable(s.enum(...ROLES)), 'Null for an API key, which has permissions of its own.'),
});

/** What people change of their own account. */
export const myChange = s.object({
  name: s.optional(user.fields.name),
  email: s.optional(s.email()),
});
export type MyChange = Infer<typeof myChange>;

export const me = s.named(
  'Me',
  s.object({
    user: s.optional(user),
    apiKey: s.optional(apiKey),
    activeTenantId: s.nullable(s.uuid()),
    memberships: s.array(tenantOfCaller),
    permissions: s.describe(s.array(s.enum(...PERMISSIONS)), 'In the active tenant.'),
  }),
);
