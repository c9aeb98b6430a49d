import { join } from 'node:path';
import { GATEWAY, SERVICES } from '@siteninja/core';
import { type Secrets, trustedKeys } from './secrets';

export const PROCESSES = [GATEWAY, ...SERVICES] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** Where things are in one installation on this machine. */
export interface Layout {
  dataFolder: string;
  secrets: Secrets;
  /** The gateway's port; the services follow it, in the order of SERVICES. */
  port: number;
  mongodbUri: string;
  /** Database of a service: `<prefix>_<service>`. */
  databasePrefix: string;
}

/** A process's port: the gateway's, or one of the next six. */
export function portOf(name: ProcessName, port: number): number {
  return name === GATEWAY ? port : port + 1 + SERVICES.indexOf(name);
}

/** The environment of one process; what the user has set goes before what is chosen here. */
export function environmentOf(name: ProcessName, layout: Layout, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { secrets, port, dataFolder, mongodbUri, databasePrefix } = layout;
  const urls = SERVICES.map((service): [string, string] => [
    `${service.toUpperCase()}_URL`,
    `http://127.0.0.1:${portOf(service, port)}`,
  ]);
  return {
    PUBLIC_PORT: String(port),
    // Holding every answer against its schema is for tests; it would show visitors a 500 for a blemish.
    VALIDATE_RESPONSES: 'false',
    LOG_LEVEL: 'warn',
    BLOB_FOLDER: join(dataFolder, 'blobs'),
    UPLOAD_FOLDER: join(dataFolder, 'uploads'),
    BUNDLE_FOLDER: join(dataFolder, 'bundles'),
    MAIL_FOLDER: join(dataFolder, 'mail'),
    WEBHOOK_HTTP_HOSTS: 'localhost',
    ENCRYPTION_KEY: secrets.encryptionKey,
    REFRESH_TOKEN_SECRET: secrets.refreshTokenSecret,
    PASSWORD_PEPPER: secrets.passwordPepper,
    ...Object.fromEntries(urls),
    ...env,
    PORT: String(portOf(name, port)),
    MONGODB_URI: mongodbUri,
    MONGODB_DATABASE: `${databasePrefix}_${name}`,
    SIGNING_KEY: secrets.signingKeys[name],
    TRUSTED_KEYS: trustedKeys(secrets),
  };
}
