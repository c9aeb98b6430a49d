import { type InferFields } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const billingConfig = { ...serviceConfig };

export type BillingConfig = InferFields<typeof billingConfig>;
