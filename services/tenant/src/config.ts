import { type ShapeOf } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const tenantConfig = { ...serviceConfig };

export type TenantConfig = ShapeOf<typeof tenantConfig>;
