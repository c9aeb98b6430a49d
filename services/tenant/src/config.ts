import { type Infer, serviceConfig, shape } from '@siteninja/http';

export const tenantConfig = { ...serviceConfig };

const schema = shape(tenantConfig);
export type TenantConfig = Infer<typeof schema>;
