import { randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './encryption';

describe('encryption', () => {
  it('opens with the same key and name alone', () => {
    const key = randomBytes(32);
    const encrypted = encrypt('secret', 'one', key);
    expect(encrypted).not.toContain('secret');
    expect(decrypt(encrypted, 'one', key)).toBe('secret');
    expect(() => decrypt(encrypted, 'two', key)).toThrow();
    expect(() => decrypt(encrypted, 'one', randomBytes(32))).toThrow();
    expect(() => decrypt('nothing', 'one', key)).toThrow();
  });
});
