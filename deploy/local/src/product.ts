import { assetService } from '@siteninja/asset-service';
import { billingService } from '@siteninja/billing-service';
import { contentService } from '@siteninja/content-service';
import { createLog, GATEWAY, memoryCache, movableClock, type ServiceName, SERVICES } from '@siteninja/core';
import { inProcessBus } from '@siteninja/events';
import { startGateway } from '@siteninja/gateway';
import { identityService } from '@siteninja/identity-service';
import { integrationService } from '@siteninja/integration-service';
import { type SharedPorts, startService } from '@siteninja/service';
import { tenantService } from '@siteninja/tenant-service';
import { advance, type Advanced } from './advance-clock';
import { environmentOf, type Layout } from './environment';

/** The whole product, in this process. */
export interface RunningProduct {
  /** The gateway. */
  url: string;
  /** Which adapter serves each need. */
  adapters: Record<string, string>;
  /** Gateway, then services; within 10 s. */
  stop(): Promise<void>;
}

/** Starts a service by its definition; each is typed by its own. */
const starters = {
  tenant: (env: NodeJS.ProcessEnv, shared: SharedPorts) => startService(tenantService, env, shared),
  content: (env: NodeJS.ProcessEnv, shared: SharedPorts) => startService(contentService, env, shared),
  identity: (env: NodeJS.ProcessEnv, shared: SharedPorts) => startService(identityService, env, shared),
  billing: (env: NodeJS.ProcessEnv, shared: SharedPorts) => startService(billingService, env, shared),
  asset: (env: NodeJS.ProcessEnv, shared: SharedPorts) => startService(assetService, env, shared),
  integration: (env: NodeJS.ProcessEnv, shared: SharedPorts) => startService(integrationService, env, shared),
};

/** Starts one of the services in this process. */
export function startOne(name: ServiceName, env: NodeJS.ProcessEnv, shared: SharedPorts = {}) {
  return starters[name](env, shared);
}

/**
 * Starts gateway and services on their own ports, with real HTTP between them. Without RABBITMQ_URL and
 * REDIS_URL they share a bus and a cache in this process.
 * @throws a sentence for whatever is wrong; what had started is stopped again
 */
export async function startProduct(layout: Layout, env: NodeJS.ProcessEnv): Promise<RunningProduct> {
  const log = createLog('product', env['LOG_LEVEL'] ?? 'warn');
  const bus = env['RABBITMQ_URL'] ? undefined : inProcessBus({ log, waitForOpen: true });
  const cache = env['REDIS_URL'] ? undefined : memoryCache();
  const started: { stop(): Promise<void> }[] = [];
  const services: Advanced[] = [];
  const clock = movableClock();
  const shared: SharedPorts = {
    ...(bus ? { bus } : {}),
    ...(cache ? { cache } : {}),
    clock,
    // The gateway keeps the real time: it has nothing that becomes due, and tokens outlive the leap.
    advanceClock: (seconds) => advance(clock, seconds, services),
  };
  const stop = async (): Promise<void> => {
    const [gateway, ...others] = [...started].reverse();
    await gateway?.stop();
    await Promise.all(others.map((service) => service.stop()));
    await bus?.close();
    await cache?.close();
  };
  try {
    const outcomes = await Promise.allSettled(
      SERVICES.map((name) => startOne(name, environmentOf(name, layout, env), shared)),
    );
    for (const outcome of outcomes) {
      if (outcome.status !== 'fulfilled') continue;
      started.push(outcome.value);
      services.push(outcome.value);
    }
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    bus?.open();
    const gateway = await startGateway(environmentOf(GATEWAY, layout, env), cache ? { cache } : {});
    started.push(gateway);
    return {
      url: `http://localhost:${gateway.port}`,
      adapters: {
        'event bus': env['RABBITMQ_URL']
          ? 'RabbitMQ (RABBITMQ_URL)'
          : 'in this process (set RABBITMQ_URL for RabbitMQ)',
        'cache and limits': env['REDIS_URL']
          ? 'Redis (REDIS_URL)'
          : 'in this process (set REDIS_URL for Redis)',
        files: 'a folder on this machine',
        mail: mailAdapter(environmentOf('identity', layout, env)),
        payments: env['STRIPE_SECRET_KEY']
          ? 'Stripe (STRIPE_SECRET_KEY)'
          : 'the built-in test provider, which takes test cards',
        'texts by AI': env['OPENAI_API_KEY']
          ? 'a language model (OPENAI_API_KEY)'
          : 'built-in rules (set OPENAI_API_KEY for a language model)',
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function mailAdapter({ SMTP_URL, SENDGRID_API_KEY, MAIL_FOLDER }: NodeJS.ProcessEnv): string {
  if (SMTP_URL) return 'SMTP (SMTP_URL)';
  return SENDGRID_API_KEY
    ? 'SendGrid (SENDGRID_API_KEY)'
    : `files in ${MAIL_FOLDER} (set SMTP_URL to send them)`;
}
