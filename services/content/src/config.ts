import { serviceConfig, type ShapeOf } from '@siteninja/http';

export const contentConfig = { ...serviceConfig };

export type ContentConfig = ShapeOf<typeof contentConfig>;
