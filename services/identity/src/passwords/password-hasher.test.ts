import { randomBytes } from 'node:crypto';
import bcrypt, { getRounds } from 'bcrypt';
import { PasswordHasher } from './password-hasher';

const hasher = (concurrency = 2, pepper = randomBytes(32)) =>
  new PasswordHasher({ pepper, cost: 4, concurrency });

describe('hashing passwords', () => {
  it('counts every character, past 72 bytes and past a NUL', async () => {
    const one = hasher();
    const long = 'x'.repeat(120);
    const stored = await one.hash(`${long}a`);
    expect(getRounds(stored)).toBe(4);
    expect(await one.matches(`${long}a`, stored)).toBe(true);
    expect(await one.matches(`${long}b`, stored)).toBe(false);
    const withNul = await one.hash('a\u0000bcdefghijk');
    expect(await one.matches('a\u0000bcdefghijl', withNul)).toBe(false);
  });

  it('takes letters for the same however a device composes them', async () => {
    const one = hasher();
    expect(await one.matches('u\u0308berraschung', await one.hash('\u00fcberraschung'))).toBe(true);
  });

  it('is worth nothing without the pepper', async () => {
    const stored = await hasher().hash('a quiet harbour');
    expect(await hasher().matches('a quiet harbour', stored)).toBe(false);
  });

  it('checks a whole hash of the same cost for an account that does not exist', async () => {
    const one = hasher();
    const compare = jest.spyOn(bcrypt, 'compare');
    expect(await one.matches('anything', null)).toBe(false);
    const [[prepared, dummy = ''] = []] = compare.mock.calls;
    expect(prepared).toHaveLength(64);
    // Of any other length or form bcrypt would be done with it at once.
    expect(dummy).toMatch(/^\$2b\$04\$[./A-Za-z0-9]{53}$/);
    compare.mockRestore();
  });

  it('does a few at a time, all of them in the end, and sends away who would wait too long', async () => {
    const one = hasher(1);
    const answers = await Promise.allSettled(Array.from({ length: 110 }, () => one.hash('a quiet harbour')));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(9);
    expect(refused[0]).toMatchObject({ reason: { kind: 'unavailable', code: 'auth.busy' } });
    expect(await one.hash('a quiet harbour')).toMatch(/^\$2b\$04\$/);
  });
});
