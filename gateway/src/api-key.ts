import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const KEY = /^sn_live_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/**
 * Whether it can be an API key at all: `sn_live_`, 30 random characters, and the CRC32 of those 30 in base 62.
 * A typo, or something made up, is refused here without asking anybody.
 */
export function isApiKeyForm(key: string): boolean {
  const [, random, checksum] = KEY.exec(key) ?? [];
  return random !== undefined && checksum === checksumOf(random);
}

/** Six characters, the most significant first. */
export function checksumOf(random: string): string {
  let rest = crc32(random);
  let text = '';
  for (let position = 0; position < 6; position += 1) {
    text = ALPHABET.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
