import { assetService } from '@siteninja/asset-service';
import { billingService } from '@siteninja/billing-service';
import { contentService } from '@siteninja/content-service';
import { openApiDocument } from '@siteninja/http';
import { identityService } from '@siteninja/identity-service';
import { integrationService } from '@siteninja/integration-service';
import { tenantService } from '@siteninja/tenant-service';

/** The OpenAPI document of everything that clients can reach. */
export function documentOfProduct(): Record<string, unknown> {
  return openApiDocument([
    tenantService,
    contentService,
    identityService,
    billingService,
    assetService,
    integrationService,
  ]);
}
