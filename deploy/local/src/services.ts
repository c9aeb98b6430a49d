import { assetService } from '@siteninja/asset-service';
import { billingService } from '@siteninja/billing-service';
import { contentService } from '@siteninja/content-service';
import { identityService } from '@siteninja/identity-service';
import { integrationService } from '@siteninja/integration-service';
import { tenantService } from '@siteninja/tenant-service';

/** The tables of contents of all services, in the order of their ports. */
export const SERVICE_DEFINITIONS = [
  tenantService,
  contentService,
  identityService,
  billingService,
  assetService,
  integrationService,
];
