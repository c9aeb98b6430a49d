import { randomBytes } from 'node:crypto';

/** The secrets of one installation, as the environment variables that services read them from. */
export function newSecretsEnv(): Record<
  'ENCRYPTION_KEY' | 'REFRESH_TOKEN_SECRET' | 'PASSWORD_PEPPER',
  string
> {
  const secret = (): string => randomBytes(32).toString('base64url');
  return { ENCRYPTION_KEY: secret(), REFRESH_TOKEN_SECRET: secret(), PASSWORD_PEPPER: secret() };
}
