import { createCipheriv, randomBytes } from 'node:crypto';
import { KeyRing, readSecrets } from './key-ring';

const newSecret = (): string => randomBytes(32).toString('base64url');
const ringOf = (...secrets: string[]): KeyRing => new KeyRing(readSecrets(secrets.join(',')));

describe('KeyRing', () => {
  it('decrypts with the same key and name alone', () => {
    const ring = ringOf(newSecret());
    const encrypted = ring.encrypt('secret', 'one');
    expect(encrypted).not.toContain('secret');
    expect(ring.decrypt(encrypted, 'one')).toBe('secret');
    expect(() => ring.decrypt(encrypted, 'two')).toThrow();
    expect(() => ringOf(newSecret()).decrypt(encrypted, 'one')).toThrow();
    expect(() => ring.decrypt('nothing', 'one')).toThrow();
    expect(() => ring.decrypt(`${encrypted}A`, 'one')).toThrow();
  });

  it('reads what the key before encrypted until that key leaves the ring, and says that it is outdated', () => {
    const [before, after] = [newSecret(), newSecret()];
    const old = ringOf(before).encrypt('secret', 'one');
    const both = ringOf(after, before);
    expect(both.decrypt(old, 'one')).toBe('secret');
    expect(both.isOutdated(old)).toBe(true);
    const renewed = both.renew(old, 'one');
    expect(both.renew(renewed, 'one')).toBe(renewed);
    expect([both.hasOlderKeys, ringOf(after).hasOlderKeys]).toEqual([true, false]);
    expect(both.isOutdated(renewed)).toBe(false);
    expect(ringOf(after).decrypt(renewed, 'one')).toBe('secret');
    expect(() => ringOf(after).decrypt(old, 'one')).toThrow();
  });

  it('reads what was encrypted before keys were named', () => {
    const key = newSecret();
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), iv);
    cipher.setAAD(Buffer.from('one'));
    const encrypted = Buffer.concat([cipher.update('secret'), cipher.final()]);
    const text = [iv, encrypted, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.');
    expect(ringOf(newSecret(), key).decrypt(text, 'one')).toBe('secret');
  });
});

describe('readSecrets', () => {
  it('takes one or several secrets of 32 bytes, the first in front', () => {
    const [one, two] = [newSecret(), newSecret()];
    expect(readSecrets(one)).toHaveLength(1);
    expect(readSecrets(`${two}, ${one}`)[0].toString('base64url')).toBe(two);
  });

  it.each(['', ',', 'short', '!'.repeat(43), `${newSecret()},`, `${newSecret()}A`])(
    'refuses "%s"',
    (text) => {
      expect(() => readSecrets(text)).toThrow();
    },
  );
});
