import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * The form of an API key: `sn_live_`, 30 random characters of base 62 (178 bits), and their CRC32 (IEEE) as six
 * more, so that a typo, or something made up, is refused without asking anybody. The alphabet of base 62 is
 * 0-9A-Za-z; the checksum's most significant character comes first, and `0` fills it up on the left.
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'sn_live_';
const RANDOM = 30;
const CHECKSUM = 6;
const FORM = new RegExp(`^${PREFIX}([0-9A-Za-z]{${RANDOM}})([0-9A-Za-z]{${CHECKSUM}})$`);

/** Characters of a key that may be shown, to tell one from another. */
const SHOWN = 12;

export function newApiKey(): string {
  const random = Array.from({ length: RANDOM }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return `${PREFIX}${random}${checksumOf(random)}`;
}

/** Whether the text can be an API key at all. */
export function isApiKeyForm(text: string): boolean {
  const [, random, checksum] = FORM.exec(text) ?? [];
  return random !== undefined && checksum === checksumOf(random);
}

/** By which a key is found: SHA-256, hex. A key is long and random, so that a slow hash would protect nothing. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

export function apiKeyPrefix(key: string): string {
  return key.slice(0, SHOWN);
}

function checksumOf(random: string): string {
  let rest = crc32(random);
  let text = '';
  while (rest > 0) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text.padStart(CHECKSUM, '0');
}
