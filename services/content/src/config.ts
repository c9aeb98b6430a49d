import { type ShapeOf } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const contentConfig = { ...serviceConfig };

export type ContentConfig = ShapeOf<typeof contentConfig>;
