import { type InferFields } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const contentConfig = { ...serviceConfig };

export type ContentConfig = InferFields<typeof contentConfig>;
