import { serviceConfig, type ShapeOf } from '@siteninja/http';

export const billingConfig = { ...serviceConfig };

export type BillingConfig = ShapeOf<typeof billingConfig>;
