import { crc32 } from 'node:zlib';
import { apiKeyPrefix, hashApiKey, isApiKeyForm, newApiKey } from './api-key';

describe('an API key', () => {
  it('is sn_live_, 30 characters and their checksum, and never the same twice', () => {
    const keys = Array.from({ length: 200 }, newApiKey);
    for (const key of keys) expect(key).toMatch(/^sn_live_[0-9A-Za-z]{36}$/);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every(isApiKeyForm)).toBe(true);
  });

  it('carries the CRC32 of its random part in base 62, as documented', () => {
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    const key = newApiKey();
    const value = [...key.slice(38)].reduce((sum, digit) => sum * 62 + alphabet.indexOf(digit), 0);
    expect(value).toBe(crc32(key.slice(8, 38)));
  });

  it('fills a short checksum up with 0 on the left', () => {
    const random = '000000000000000000000000000000';
    const known = [...Array(62 ** 2).keys()].map((number) => number.toString(36).padStart(30, '0'));
    const short = known.find((text) => crc32(text) < 62 ** 5) ?? random;
    const checksum = checksumIn62(crc32(short));
    expect(checksum.startsWith('0')).toBe(true);
    expect(isApiKeyForm(`sn_live_${short}${checksum}`)).toBe(true);
    expect(isApiKeyForm(`sn_live_${short}${checksum.slice(1)}`)).toBe(false);
  });

  it('is refused with one character wrong, one missing, or one too many', () => {
    const key = newApiKey();
    const other = key.charAt(10) === 'x' ? 'y' : 'x';
    for (const wrong of [
      key.slice(0, 10) + other + key.slice(11),
      key.slice(0, -1),
      `${key}0`,
      '',
      `${key}\n`,
    ]) {
      expect(isApiKeyForm(wrong)).toBe(false);
    }
  });

  it('is known by twelve characters and a hash', () => {
    const key = newApiKey();
    expect(apiKeyPrefix(key)).toBe(key.slice(0, 12));
    expect(hashApiKey(key)).toMatch(/^[0-9a-f]{64}$/);
  });
});

function checksumIn62(value: number): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const digits = [5, 4, 3, 2, 1, 0].map((power) => Math.floor(value / 62 ** power) % 62);
  return digits.map((digit) => alphabet.charAt(digit)).join('');
}
