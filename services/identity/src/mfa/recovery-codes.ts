import { createHash, randomInt } from 'node:crypto';

/** Without 0, 1, 8 and 9, which look like letters. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const CODES = 10;
const CHARACTERS = 16;

/** Ten codes of 80 bits, such as `abcd-efgh-ijkl-mnop`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () => {
    const characters = Array.from({ length: CHARACTERS }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
    return characters.join('').replace(/.{4}(?!$)/g, '$&-');
  });
}

/** SHA-256 of the code, however it is written. A code has too many bits to be guessed from its hash. */
export function hashRecoveryCode(code: string): string {
  const bare = code.toLowerCase().replace(/[^a-z2-7]/g, '');
  return createHash('sha256').update(bare).digest('hex');
}
