import { Secret } from 'otpauth';
import { newTotpSecret, otpauthUrl, stepOfCode } from './totp';

/** RFC 6238, appendix B, for SHA-1: the last six of its eight digits. */
const SECRET = Secret.fromUTF8('12345678901234567890').base32;
const VECTORS: [seconds: number, step: number, code: string][] = [
  [59, 0x1, '287082'],
  [1_111_111_109, 0x23523ec, '081804'],
  [1_111_111_111, 0x23523ed, '050471'],
  [1_234_567_890, 0x273ef07, '005924'],
  [2_000_000_000, 0x3f940aa, '279037'],
  [20_000_000_000, 0x27bc86aa, '353130'],
];

describe('codes of authenticator apps', () => {
  it.each(VECTORS)('at %i s since 1970 the code of RFC 6238 is taken', (seconds, step, code) => {
    expect(stepOfCode(SECRET, code, new Date(seconds * 1_000))).toBe(step);
  });

  it('a code is taken for one step before and after its own, and no longer', () => {
    const step = 0x273ef07;
    const taken = [-2, -1, 0, 1, 2].map((steps) =>
      stepOfCode(SECRET, '005924', new Date((step + steps) * 30_000)),
    );
    expect(taken).toEqual([null, step, step, step, null]);
  });

  it('a secret has 160 bits, and its URL is what apps read', () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const url = new URL(otpauthUrl(secret, 'mara@harbor.example'));
    expect([url.protocol, url.host]).toEqual(['otpauth:', 'totp']);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      issuer: 'SiteNinja',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
