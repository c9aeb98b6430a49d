import { type ShapeOf } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const integrationConfig = { ...serviceConfig };

export type IntegrationConfig = ShapeOf<typeof integrationConfig>;
