import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { GATEWAY, newSigningKey, publicJwk, SERVICES } from '@siteninja/core';
import { parse, s } from '@siteninja/schema';
const schema = s.object({
  /** Process → its private key (JWK). */
  signingKeys: s.record(s.string()),
  encryptionKey: s.string(),
  refreshTokenSecret: s.string(),
  passwordPepper: s.string(),
});

/** What an installation keeps to itself. */
export interface Secrets {
  signingKeys: Record<string, string>;
  encryptionKey: string;
  refreshTokenSecret: string;
  passwordPepper: string;
}

/** Writes a file that only its owner can read, whole or not at all. */
export function writePrivately(file: string, content: string): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, content, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
}

/** As `writePrivately`, but where several processes start on a new folder at once, the first one's stays. */
function createPrivately(file: string, content: string): void {
  const own = `${file}.${process.pid}.new`;
  writePrivately(own, content);
  try {
    linkSync(own, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(own);
  }
}

/**
 * The secrets of the installation in this folder, made at its first start.
 * @throws where the file is there and is not what this wrote
 */
export function openSecrets(dataFolder: string): Secrets {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = join(dataFolder, 'secrets.json');
  if (!existsSync(file)) createPrivately(file, JSON.stringify(newSecrets(), null, 2));
  const checked = parse(schema, JSON.parse(readFileSync(file, 'utf8')));
  if ('errors' in checked) throw new Error(`${file} has been changed: ${JSON.stringify(checked.errors)}`);
  return checked.value;
}

export function newSecrets(): Secrets {
  const random = (): string => randomBytes(32).toString('base64url');
  return {
    signingKeys: Object.fromEntries([GATEWAY, ...SERVICES].map((name) => [name, newSigningKey()])),
    encryptionKey: random(),
    refreshTokenSecret: random(),
    passwordPepper: random(),
  };
}

/** Issuer → public key, for TRUSTED_KEYS. */
export function trustedKeys({ signingKeys }: Secrets): string {
  const trusted = Object.entries(signingKeys).map(([name, key]): [string, unknown] => [
    name,
    JSON.parse(publicJwk(key)),
  ]);
  return JSON.stringify(Object.fromEntries(trusted));
}
