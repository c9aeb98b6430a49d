import { KeyRing, readSecrets } from '@siteninja/core';
import { commonConfig, urlOf } from '@siteninja/http';
import { configValue, type Fields, type InferFields, s } from '@siteninja/schema';

const SECRETS =
  '32 random bytes in base64url, or several such secrets separated by commas; npm run env makes one';

/** There is no default: the operator generates and keeps secrets. */
export const secrets = (description: string) => s.describe(configValue(SECRETS, readSecrets), description);

/** What every service is configured by, on top. */
export const serviceConfig = {
  ...commonConfig,
  MONGODB_URI: s.describe(
    urlOf('mongodb', 'mongodb+srv'),
    'A MongoDB that runs as a replica set, even of one, `mongodb://…`.',
  ),
  MONGODB_DATABASE: s.describe(
    s.optional(s.string({ max: 63 })),
    "The service's database; without it `siteninja_<service>`.",
  ),
  PREPARE_DATABASE: s.describe(
    s.default(s.boolean(), true),
    'Whether the process makes missing collections and indexes when it starts. `false` where `main.js prepare` does, as a Job of Kubernetes: then the process waits for them, a minute at most.',
  ),
  ENCRYPTION_KEY: s.describe(
    configValue(SECRETS, (text) => new KeyRing(readSecrets(text))),
    '32 random bytes, base64url: encrypts the secrets that the database keeps. A new one goes before the old, separated by a comma.',
  ),
  RABBITMQ_URL: s.describe(
    s.optional(urlOf('amqp', 'amqps')),
    'The broker, `amqp://…`; required in production. Without it events wait in the outbox (under `npm start` the bus is inside the process).',
  ),
  RABBITMQ_PREFIX: s.describe(
    s.optional(s.string({ max: 50 })),
    'Goes before the names of exchanges and queues, where installations share a broker.',
  ),
  RABBITMQ_EXPIRES_SECONDS: s.describe(
    s.optional(s.integer({ min: 1 })),
    'For tests alone: queues that nobody has used for so many seconds delete themselves.',
  ),
} satisfies Fields;

export type ServiceConfig = InferFields<typeof serviceConfig>;
