import { commonConfig } from '@siteninja/http';
import { type Fields, optional, type ShapeOf, text } from '@siteninja/schema';

/** What every service is configured by, on top. */
export const serviceConfig = {
  ...commonConfig,
  MONGODB_URI: text(),
  /** Default: siteninja_<service>. */
  MONGODB_DATABASE: optional(text({ max: 63 })),
  RABBITMQ_URL: optional(text()),
  /** Put before the names of exchanges and queues, where several installations share a broker. */
  RABBITMQ_PREFIX: optional(text({ max: 50 })),
} satisfies Fields;

export type ServiceConfig = ShapeOf<typeof serviceConfig>;
