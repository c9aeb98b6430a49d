import { commonConfig } from '@siteninja/http';
import { type Fields, type InferFields, s } from '@siteninja/schema';

/** What every service is configured by, on top. */
export const serviceConfig = {
  ...commonConfig,
  MONGODB_URI: s.string(),
  /** Default: siteninja_<service>. */
  MONGODB_DATABASE: s.optional(s.string({ max: 63 })),
  RABBITMQ_URL: s.optional(s.string()),
  /** Put before the names of exchanges and queues, where several installations share a broker. */
  RABBITMQ_PREFIX: s.optional(s.string({ max: 50 })),
  /** For tests alone: queues that nobody has used for so many seconds delete themselves. */
  RABBITMQ_EXPIRES_SECONDS: s.optional(s.integer({ min: 1 })),
} satisfies Fields;

export type ServiceConfig = InferFields<typeof serviceConfig>;
