import { redact, REDACTED } from './redact';

const API_KEY = `sn_live_${'a1B2c3'.repeat(6)}`;
const JWT = `eyJhbGciOiJFUzI1NiJ9.${'eyJzdWIiOiIxIn0'}.${'c2lnbmF0dXJl'}`;

describe('redaction', () => {
  it.each([
    'password',
    'newPassword',
    'passwordHash',
    'password_hash',
    'secret',
    'previousSecret',
    'totpSecret',
    'token',
    'refreshToken',
    'access_token',
    'verificationToken',
    'keyHash',
    'privateKey',
    'signingKey',
    'Authorization',
    'cookie',
    'recoveryCodes',
  ])('takes out what a field called %s holds, however deep', (name) => {
    const value = { a: [{ [name]: 'hunter2' }], [name]: ['one', 'two'] };
    expect(redact(value)).toEqual({ a: [{ [name]: REDACTED }], [name]: REDACTED });
  });

  it('takes keys, webhook secrets and signed tokens out of any text', () => {
    const value = {
      note: `use ${API_KEY} and ${JWT}`,
      key: API_KEY,
      hook: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    };
    expect(redact(value)).toEqual({
      note: `use ${REDACTED} and ${REDACTED}`,
      key: REDACTED,
      hook: REDACTED,
    });
  });

  it('leaves what tells nothing as it is', () => {
    const value = {
      keyPrefix: 'sn_live_abcd',
      tokens: 120,
      mfaSecret: null,
      hasPassword: true,
      plan: 'pro',
      title: 'The secret of a good pizza',
      '$odd.name': ['a', 1, null],
    };
    expect(redact(value)).toEqual(value);
  });

  it('changes nothing of what it is given', () => {
    const value = { password: 'hunter2' };
    redact(value);
    expect(value).toEqual({ password: 'hunter2' });
  });

  it('takes hostile text in its stride', () => {
    const texts = [
      'eyJ'.repeat(300_000),
      'sn_live_'.repeat(100_000),
      'whsec_'.repeat(100_000),
      '-eyJ'.repeat(200_000),
    ];
    expect(redact(texts)).toEqual(texts);
  });
});
