import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;

/** AES-256-GCM with `name` as additional authenticated data: decrypting needs the same key and the same name. */
export function encrypt(text: string, name: string, key: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(name));
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [iv, encrypted, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.');
}

/** @throws where the text was encrypted with another key or under another name */
export function decrypt(encryptedText: string, name: string, key: Buffer): string {
  const [iv, encrypted, tag] = encryptedText.split('.').map((part) => Buffer.from(part, 'base64url'));
  if (!iv || !encrypted || !tag) throw new Error('This is not an encrypted text.');
  const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: 16 }).setAAD(Buffer.from(name));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8');
}
