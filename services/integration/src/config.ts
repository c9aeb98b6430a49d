import { type InferFields } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const integrationConfig = { ...serviceConfig };

export type IntegrationConfig = InferFields<typeof integrationConfig>;
