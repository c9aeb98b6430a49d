import { randomBytes } from 'node:crypto';
import { type SecretRing } from '@siteninja/core';
import bcrypt, { getRounds } from 'bcrypt';
import { PasswordHasher } from './password-hasher';

const hasher = (concurrency = 2, peppers: SecretRing = [randomBytes(32)], cost = 4) =>
  new PasswordHasher({ peppers, cost, concurrency });

describe('hashing passwords', () => {
  it('every character of a password counts, past 72 bytes and past a NUL', async () => {
    const one = hasher();
    const long = 'x'.repeat(120);
    const stored = await one.hash(`${long}a`);
    expect(getRounds(stored.slice(0, 60))).toBe(4);
    expect(await one.matches(`${long}a`, stored)).toBe(true);
    expect(await one.matches(`${long}b`, stored)).toBe(false);
    const withNul = await one.hash('a\u0000bcdefghijk');
    expect(await one.matches('a\u0000bcdefghijl', withNul)).toBe(false);
  });

  it('composed and decomposed forms of a letter are the same password', async () => {
    const one = hasher();
    expect(await one.matches('u\u0308berraschung', await one.hash('\u00fcberraschung'))).toBe(true);
  });

  it('a password hash does not match under another pepper', async () => {
    const stored = await hasher().hash('a quiet harbour');
    expect(await hasher().matches('a quiet harbour', stored)).toBe(false);
  });

  it('a password stays valid while its pepper is in the ring, and its hash is then to be made anew', async () => {
    const [before, after] = [randomBytes(32), randomBytes(32)];
    const stored = await hasher(2, [before]).hash('a quiet harbour');
    const both = hasher(2, [after, before]);
    expect(await both.matches('a quiet harbour', stored)).toBe(true);
    expect(await both.matches('another harbour', stored)).toBe(false);
    expect(both.isOutdated(stored)).toBe(true);
    const renewed = await both.hash('a quiet harbour');
    expect(both.isOutdated(renewed)).toBe(false);
    expect(await hasher(2, [after]).matches('a quiet harbour', renewed)).toBe(true);
    expect(await hasher(2, [after]).matches('a quiet harbour', stored)).toBe(false);
    expect(hasher(2, [after], 5).isOutdated(renewed)).toBe(true);
  });

  it('a hash that names no pepper is checked with each', async () => {
    const [before, after] = [randomBytes(32), randomBytes(32)];
    const stored = (await hasher(2, [before]).hash('a quiet harbour')).slice(0, 60);
    expect(await hasher(2, [after, before]).matches('a quiet harbour', stored)).toBe(true);
  });

  it('an account that does not exist costs a full hash of the same cost', async () => {
    const one = hasher();
    const compare = jest.spyOn(bcrypt, 'compare');
    expect(await one.matches('anything', null)).toBe(false);
    const [[prepared, dummy = ''] = []] = compare.mock.calls;
    expect(prepared).toHaveLength(64);
    // bcrypt rejects a hash of another length or form at once.
    expect(dummy).toMatch(/^\$2b\$04\$[./A-Za-z0-9]{53}$/);
    compare.mockRestore();
  });

  it('passwords are hashed a few at a time, and a full queue answers 503', async () => {
    const one = hasher(1);
    const answers = await Promise.allSettled(Array.from({ length: 110 }, () => one.hash('a quiet harbour')));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(9);
    expect(refused[0]).toMatchObject({ reason: { kind: 'unavailable', code: 'auth.busy' } });
    expect(await one.hash('a quiet harbour')).toMatch(/^\$2b\$04\$/);
  });
});
