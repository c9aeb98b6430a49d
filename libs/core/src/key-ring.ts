import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SECRET_BYTES = 32;
const ID_CHARACTERS = 8;

/** The secret in use, and those before it. */
export type SecretRing = readonly [Buffer, ...Buffer[]];

/**
 * Secrets of one purpose, the one in use first: a new one is put before the old, which stays until nothing needs it.
 * @param text 32 bytes each in base64url, separated by commas
 * @throws where one has another form
 */
export function readSecrets(text: string): SecretRing {
  const [first, ...others] = text.split(',').map((each) => readSecret(each.trim()));
  if (first === undefined) throw new Error('There is no secret.');
  return [first, ...others];
}

function readSecret(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== SECRET_BYTES || bytes.toString('base64url') !== text)
    throw new Error('A secret is 32 bytes in base64url.');
  return bytes;
}

/** Encrypts with its first key and decrypts with the one that a text names, so that keys are replaced while in use. */
export class KeyRing {
  readonly #current: { id: string; key: Buffer };
  readonly #keys: ReadonlyMap<string, Buffer>;

  constructor(keys: SecretRing) {
    const [key] = keys;
    this.#current = { id: secretId(key), key };
    this.#keys = new Map(keys.map((each) => [secretId(each), each]));
  }

  /** AES-256-GCM with `name` as additional authenticated data: decrypting needs the same key and the same name. */
  encrypt(text: string, name: string): string {
    const { id, key } = this.#current;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(name));
    const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [id, ...[iv, encrypted, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
  }

  /** @throws where the text was encrypted with a key that is not in the ring, or under another name */
  decrypt(encryptedText: string, name: string): string {
    const parts = encryptedText.split('.');
    // What was encrypted before there were rings names no key.
    const id = parts.length === 3 ? undefined : parts.shift();
    const keys = id === undefined ? [...this.#keys.values()] : [this.#keys.get(id)];
    for (const key of keys) {
      const text = key && decryptWith(key, parts, name);
      if (text !== undefined) return text;
    }
    throw new Error('No key of the ring decrypts this text.');
  }

  /** Whether there are keys besides the one in use. */
  get hasOlderKeys(): boolean {
    return this.#keys.size > 1;
  }

  /** The same secret, encrypted with the key in use; the text itself where it is already. @throws as `decrypt` */
  renew(encryptedText: string, name: string): string {
    return this.isOutdated(encryptedText)
      ? this.encrypt(this.decrypt(encryptedText, name), name)
      : encryptedText;
  }

  /** Whether the text was encrypted with a key that has been replaced since. */
  isOutdated(encryptedText: string): boolean {
    return !encryptedText.startsWith(`${this.#current.id}.`);
  }
}

/** Tells secrets apart, and gives nothing of them away. */
export function secretId(secret: Buffer): string {
  return createHash('sha256').update(secret).digest('base64url').slice(0, ID_CHARACTERS);
}

function decryptWith(key: Buffer, parts: readonly string[], name: string): string | undefined {
  const [iv, encrypted, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (!iv || !encrypted || tag?.length !== TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
    return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
