import { serviceConfig, type ShapeOf } from '@siteninja/http';

export const integrationConfig = { ...serviceConfig };

export type IntegrationConfig = ShapeOf<typeof integrationConfig>;
