import { apiKey, user } from '@siteninja/contracts';
import { PERMISSIONS, ROLES } from '@siteninja/core';
import { type Infer, s } from '@siteninja/schema';

const hours = s.optional(s.string({ max: 100 }));

/** As POST /tenants takes it: the tenant service checks it again, and everything that a schema cannot. */
const newTenant = s.object({
  name: s.string({ max: 255 }),
  businessName: s.string({ max: 255 }),
  businessType: s.string({ max: 100 }),
  description: s.optional(s.nullable(s.string({ min: 0, max: 5_000 }))),
  contactPhone: s.optional(s.nullable(s.string({ max: 50 }))),
  contactEmail: s.optional(s.nullable(s.email())),
  businessHours: s.optional(
    s.nullable(
      s.object({
        monday: hours,
        tuesday: hours,
        wednesday: hours,
        thursday: hours,
        friday: hours,
        saturday: hours,
        sunday: hours,
      }),
    ),
  ),
  subdomain: s.optional(
    s.nullable(s.string({ min: 3, max: 63, pattern: /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/ })),
  ),
  customDomain: s.optional(s.nullable(s.domainName())),
  templateId: s.optional(s.nullable(s.uuid())),
});

export const registration = s.object({
  email: s.email(),
  password: s.describe(s.string({ min: 10, max: 128 }), 'Common ones are refused.'),
  name: s.string({ max: 255 }),
  tenant: s.optional(s.describe(newTenant, 'As POST /tenants takes it; the new user is its admin.')),
});
export type Registration = Infer<typeof registration>;

/** Looser than a registration: what no account can have gets the same answer as any other wrong log-in. */
export const credentials = s.named(
  'Credentials',
  s.object({ email: s.string({ max: 254 }), password: s.string({ max: 1_000 }) }),
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
export const registered = s.named(
  'Registered',
  s.object({
    ...tokenFields,
    tenant: s.optional(s.describe(s.anyObject(), 'As GET /tenants/{tenantId} answers it.')),
  }),
);

const tenantOfCaller = s.object({
  tenantId: s.uuid(),
  name: s.string(),
  role: s.describe(s.nullable(s.enum(...ROLES)), 'Null for an API key, which has permissions of its own.'),
});

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
