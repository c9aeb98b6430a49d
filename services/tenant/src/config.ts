import { serviceConfig, type ShapeOf } from '@siteninja/http';

export const tenantConfig = { ...serviceConfig };

export type TenantConfig = ShapeOf<typeof tenantConfig>;
