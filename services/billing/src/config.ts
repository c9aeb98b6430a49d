import { type ShapeOf } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const billingConfig = { ...serviceConfig };

export type BillingConfig = ShapeOf<typeof billingConfig>;
