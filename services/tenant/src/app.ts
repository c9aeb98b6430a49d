import { definePeriodicJob } from '@siteninja/jobs';
import { defineService } from '@siteninja/service';
import { auditCheckpoints } from './audit-checkpoints/audit-checkpoint.model';
import { internalAuditCheckpointRoutes } from './audit-checkpoints/audit-checkpoint.routes';
import { brandingImport } from './branding/branding.consumers';
import { brandings } from './branding/branding.model';
import { brandingRoutes } from './branding/branding.routes';
import { renewSecrets } from './certificates/certificate.jobs';
import {
  acmeAccounts,
  acmeChallenges,
  certificateOrders,
  certificates,
} from './certificates/certificate.model';
import { internalCertificateRoutes } from './certificates/certificate.routes';
import { tenantConfig } from './config';
import { locations } from './contact/location.model';
import { domains } from './domains/domain.model';
import { domainRoutes } from './custom-domains/domain.routes';
import { orderCertificate } from './custom-domains/order-certificate.jobs';
import { recheckDomains } from './custom-domains/recheck-domains';
import { warnOfDomain } from './custom-domains/warn-of-domain';
import { openPorts } from './ports';
import { industries } from './industries/industry.model';
import { industryRoutes } from './industries/industry.routes';
import { seedIndustries } from './industries/seeds';
import { internalLocationRoutes, locationRoutes } from './locations/location.routes';
import { profiles } from './profile/profile.model';
import { profileRoutes } from './profile/profile.routes';
import { sweepReservations } from './tenants/create-tenant';
import { membershipProjection } from './tenants/membership.consumers';
import { copyMemberships, scheduleCopy } from './tenants/membership.jobs';
import { memberships } from './tenants/membership.projection';
import { subscriptionProjection } from './tenants/tenant.consumers';
import { tenants } from './tenants/tenant.model';
import { erasures } from './tenants/erasure.model';
import { erasureRoutes, internalErasureRoutes } from './tenants/erasure.routes';
import { internalTenantRoutes, tenantRoutes } from './tenants/tenant.routes';

/** The businesses themselves: who they are, how they look, where they are found. */
export const tenantService = defineService({
  name: 'tenant',
  config: tenantConfig,
  routes: {
    tenants: [...tenantRoutes, ...erasureRoutes],
    profile: profileRoutes,
    locations: locationRoutes,
    branding: brandingRoutes,
    domains: domainRoutes,
    industries: industryRoutes,
    internal: [
      ...internalTenantRoutes,
      ...internalErasureRoutes,
      ...internalLocationRoutes,
      ...internalAuditCheckpointRoutes,
      ...internalCertificateRoutes,
    ],
  },
  collections: [
    auditCheckpoints,
    tenants,
    erasures,
    memberships,
    profiles,
    locations,
    brandings,
    domains,
    certificates,
    certificateOrders,
    acmeChallenges,
    acmeAccounts,
    industries,
  ],
  consumers: [subscriptionProjection, membershipProjection, brandingImport],
  jobs: [
    definePeriodicJob({ name: 'sweep-reservations', everySeconds: 30, perform: sweepReservations }),
    definePeriodicJob({ name: 'recheck-domains', everySeconds: 60, perform: recheckDomains }),
    warnOfDomain,
    orderCertificate,
    ...renewSecrets,
    copyMemberships,
  ],
  ports: openPorts,
  seed: async (ctx) => {
    await seedIndustries(ctx);
    await scheduleCopy(ctx);
  },
});
