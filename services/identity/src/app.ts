import { defineService } from '@siteninja/service';
import { accountRoutes } from './accounts/account.routes';
import { apiKeys } from './api-keys/api-key.model';
import { apiKeyRoutes } from './api-keys/api-key.routes';
import { apiKeyUsage, apiKeyUsageBatches } from './api-keys/key-usage.model';
import { internalKeyUsageRoutes } from './api-keys/key-usage.routes';
import { authRoutes } from './auth/auth.routes';
import { emailRoutes } from './auth/email.routes';
import { passkeyRoutes } from './auth/passkey.routes';
import { passwordRoutes } from './auth/password.routes';
import { identityConfig } from './config';
import { internalGrantRoutes } from './grants/grant.routes';
import { invitationRoutes } from './invitations/invitation.routes';
import { internalDomainWarningRoutes } from './mails/domain-warning.routes';
import { mailJobs } from './mails/mail.jobs';
import { webhookDisabledMail } from './mails/webhook-disabled.consumers';
import { eraseMembers, eraseTenant } from './members/erase-members';
import { memberRoutes } from './members/member.routes';
import { oneTimeTokens } from './one-time-tokens/one-time-token.model';
import { keptMailRoutes } from './mails/kept-mail.routes';
import { memberships } from './memberships/membership.model';
import { internalMembershipRoutes } from './memberships/membership.routes';
import { passkeyChallenges, passkeys } from './passkeys/passkey.model';
import { openPorts } from './ports';
import { revocations } from './revocations/revocation.model';
import { internalRevocationRoutes } from './revocations/revocation.routes';
import { sessions } from './sessions/session.model';
import { mfaRoutes } from './auth/mfa.routes';
import { renewSecrets } from './mfa/mfa.jobs';
import { mfaChallenges, secondFactors } from './mfa/mfa.model';
import { sessionRoutes } from './auth/session.routes';
import { rotateSigningKeys } from './tokens/signing-key.jobs';
import { signingKeys } from './tokens/signing-key.model';
import { jwksRoutes } from './auth/jwks.routes';
import { subscriptionProjection, tenantProjection } from './tenants/tenant.consumers';
import { tenants } from './tenants/tenant.projection';
import { internalTenantRoutes } from './tenants/tenant.routes';
import { testClockRoutes } from './test-clock/test-clock.routes';
import { seedSuperAdmin } from './auth/super-admin';
import { users } from './users/user.model';

/** Accounts, sessions and API keys, and what each may do in which tenant. */
export const identityService = defineService({
  name: 'identity',
  config: identityConfig,
  routes: {
    auth: [
      ...authRoutes,
      ...mfaRoutes,
      ...passkeyRoutes,
      ...sessionRoutes,
      ...emailRoutes,
      ...passwordRoutes,
      ...invitationRoutes,
      ...jwksRoutes,
    ],
    users: [...memberRoutes, ...accountRoutes],
    'api-keys': apiKeyRoutes,
    test: [...keptMailRoutes, ...testClockRoutes],
    internal: [
      ...internalGrantRoutes,
      ...internalRevocationRoutes,
      ...internalKeyUsageRoutes,
      ...internalMembershipRoutes,
      ...internalDomainWarningRoutes,
      ...internalTenantRoutes,
    ],
  },
  collections: [
    users,
    memberships,
    tenants,
    sessions,
    secondFactors,
    mfaChallenges,
    passkeys,
    passkeyChallenges,
    oneTimeTokens,
    apiKeys,
    apiKeyUsage,
    apiKeyUsageBatches,
    signingKeys,
    revocations,
  ],
  consumers: [tenantProjection, subscriptionProjection, webhookDisabledMail],
  jobs: [rotateSigningKeys, ...renewSecrets, ...mailJobs],
  eraseSteps: [eraseMembers, eraseTenant],
  ports: openPorts,
  seed: async (ctx) => {
    await ctx.ports.signingKeys.prepare(ctx);
    await seedSuperAdmin(ctx);
  },
});
