import { type InferFields } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const tenantConfig = { ...serviceConfig };

export type TenantConfig = InferFields<typeof tenantConfig>;
