import { randomBytes } from 'node:crypto';
import { kubernetesSecrets } from './kubernetes-secrets';
import { retireKeys, rotateKey } from './rotate-key';
import { newSecrets, trustedKeys } from './secrets';

/**
 * `npm run env > .env`: fresh keys and passwords for docker compose and Kubernetes.
 * `npm run env -- kubernetes`, with these and the addresses in the environment: a secret for each process.
 * `npm run env -- rotate content` and `-- retire content`, with the present ones in the environment: the lines to
 * change when a process gets another signing key (docs/operations.md).
 */
function output([task, name]: readonly string[], env: NodeJS.ProcessEnv): string {
  if (task === undefined) return linesOf(freshEnvironment());
  if (task === 'kubernetes') return `${JSON.stringify(kubernetesSecrets(env), null, 2)}\n`;
  if (task === 'rotate') return linesOf(rotateKey(name, env));
  if (task === 'retire') return linesOf(retireKeys(name, env));
  throw new Error('Say nothing, kubernetes, rotate <process>, or retire <process>.');
}

function linesOf(variables: Record<string, string>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
}

function freshEnvironment(): Record<string, string> {
  const secrets = newSecrets();
  const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
  return {
    ...Object.fromEntries(
      Object.entries(secrets.signingKeys).map(([name, key]) => [`${name.toUpperCase()}_SIGNING_KEY`, key]),
    ),
    TRUSTED_KEYS: trustedKeys(secrets),
    ENCRYPTION_KEY: secrets.encryptionKey,
    REFRESH_TOKEN_SECRET: secrets.refreshTokenSecret,
    PASSWORD_PEPPER: secrets.passwordPepper,
    RABBITMQ_PASSWORD: random(24),
    S3_SECRET_ACCESS_KEY: random(24),
    SUPER_ADMIN_EMAIL: 'admin@siteninja.example',
    SUPER_ADMIN_PASSWORD: random(18),
  };
}

try {
  // With `node -e` the arguments follow the program at once.
  process.stdout.write(output(process.argv.slice(1), process.env));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
