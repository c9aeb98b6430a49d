import { randomBytes } from 'node:crypto';
import { newSecrets, trustedKeys } from './secrets';

/** `npm run env > .env`: fresh keys and passwords for docker compose. */
const secrets = newSecrets();
const lines = {
  ...Object.fromEntries(
    Object.entries(secrets.signingKeys).map(([name, key]) => [`${name.toUpperCase()}_SIGNING_KEY`, key]),
  ),
  TRUSTED_KEYS: trustedKeys(secrets),
  ENCRYPTION_KEY: secrets.encryptionKey,
  REFRESH_TOKEN_SECRET: secrets.refreshTokenSecret,
  PASSWORD_PEPPER: secrets.passwordPepper,
  RABBITMQ_PASSWORD: randomBytes(24).toString('base64url'),
  SUPER_ADMIN_EMAIL: 'admin@siteninja.example',
  SUPER_ADMIN_PASSWORD: randomBytes(18).toString('base64url'),
};
for (const [name, value] of Object.entries(lines)) process.stdout.write(`${name}='${value}'\n`);
