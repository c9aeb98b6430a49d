import { GATEWAY } from '@siteninja/core';
import { PROCESSES, type ProcessName } from './environment';

interface SecretList {
  apiVersion: string;
  kind: string;
  items: { metadata: { name: string }; stringData: Record<string, string> }[];
}

const SENDS_MAIL: readonly ProcessName[] = ['billing', 'content', 'identity'];

/** What sends mail: SendGrid where its key is given, else a mail server. */
function mailSources({ SENDGRID_API_KEY }: NodeJS.ProcessEnv): Record<string, string> {
  const sender = SENDGRID_API_KEY ? { SENDGRID_API_KEY: 'SENDGRID_API_KEY' } : { SMTP_URL: 'SMTP_URL' };
  return { ...sender, MAIL_FROM: 'MAIL_FROM' };
}

/** Payments are Stripe's where its key is given, else the test provider's. */
function paymentSources({ STRIPE_SECRET_KEY }: NodeJS.ProcessEnv): Record<string, string> {
  if (!STRIPE_SECRET_KEY) return {};
  return { STRIPE_SECRET_KEY: 'STRIPE_SECRET_KEY', STRIPE_WEBHOOK_SECRET: 'STRIPE_WEBHOOK_SECRET' };
}

/** Texts are proposed by a language model where there is a key of its provider, else by rules. */
function writerSources({ OPENAI_API_KEY }: NodeJS.ProcessEnv): Record<string, string> {
  return OPENAI_API_KEY ? { OPENAI_API_KEY: 'OPENAI_API_KEY' } : {};
}

/** Without a key of the S3 store its pods have a role that may use the bucket. */
function fileSources({ S3_ACCESS_KEY_ID }: NodeJS.ProcessEnv): Record<string, string> {
  if (!S3_ACCESS_KEY_ID) return {};
  return { S3_ACCESS_KEY_ID: 'S3_ACCESS_KEY_ID', S3_SECRET_ACCESS_KEY: 'S3_SECRET_ACCESS_KEY' };
}

/** Variable of a process → the variable of the environment that holds it. */
function sourcesOf(name: ProcessName, env: NodeJS.ProcessEnv): Record<string, string> {
  const prefix = name.toUpperCase();
  const own = { SIGNING_KEY: `${prefix}_SIGNING_KEY`, REDIS_URL: 'REDIS_URL' };
  // The gateway talks to no database and no broker, and believes nobody.
  if (name === GATEWAY) return own;
  const service = {
    ...own,
    TRUSTED_KEYS: 'TRUSTED_KEYS',
    MONGODB_URI: `${prefix}_MONGODB_URI`,
    RABBITMQ_URL: 'RABBITMQ_URL',
    ENCRYPTION_KEY: 'ENCRYPTION_KEY',
    ...(SENDS_MAIL.includes(name) ? mailSources(env) : {}),
    ...(name === 'content' ? writerSources(env) : {}),
    ...(name === 'billing' ? paymentSources(env) : {}),
    ...(name === 'asset' ? fileSources(env) : {}),
  };
  if (name !== 'identity') return service;
  const identity = ['REFRESH_TOKEN_SECRET', 'PASSWORD_PEPPER', 'SUPER_ADMIN_EMAIL', 'SUPER_ADMIN_PASSWORD'];
  return { ...service, ...Object.fromEntries(identity.map((variable) => [variable, variable])) };
}

/**
 * `npm run env -- kubernetes`: a secret for each process, `siteninja-<process>`, with what that process needs alone.
 * @throws one sentence for all variables that are not in the environment
 */
export function kubernetesSecrets(env: NodeJS.ProcessEnv): SecretList {
  const missing = new Set<string>();
  const items = PROCESSES.map((name) => {
    const values = Object.entries(sourcesOf(name, env)).map(([variable, source]): [string, string] => {
      const { [source]: value = '' } = env;
      if (value === '') missing.add(source);
      return [variable, value];
    });
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `siteninja-${name}`, namespace: 'siteninja' },
      stringData: Object.fromEntries(values),
    };
  });
  if (missing.size > 0) throw new Error(`These are not in the environment: ${[...missing].join(', ')}`);
  return { apiVersion: 'v1', kind: 'List', items };
}
