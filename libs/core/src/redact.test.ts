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
    'x-api-key',
    'set-cookie',
    'mfaCode',
  ])('the value of a field called %s is redacted, however deep', (name) => {
    const value = { a: [{ [name]: 'hunter2' }], [name]: ['one', 'two'] };
    expect(redact(value)).toEqual({ a: [{ [name]: REDACTED }], [name]: REDACTED });
  });

  it('API keys, webhook secrets and signed tokens are redacted inside any text', () => {
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

  it('values that reveal no secret stay as they are', () => {
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

  it('the value that is redacted is not changed', () => {
    const value = { password: 'hunter2' };
    redact(value);
    expect(value).toEqual({ password: 'hunter2' });
  });

  it('text that only begins like a million secrets stays as it is', () => {
    const texts = [
      'eyJ'.repeat(300_000),
      'sn_live_'.repeat(100_000),
      'whsec_'.repeat(100_000),
      '-eyJ'.repeat(200_000),
    ];
    expect(redact(texts)).toEqual(texts);
  });

  it('an error is redacted to its name, message and stack', () => {
    const { name, message, stack } = redact(new TypeError(`bad key ${API_KEY}`)) as Error;
    expect({ name, message }).toEqual({ name: 'TypeError', message: `bad key ${REDACTED}` });
    expect(stack).not.toContain(API_KEY);
  });

  it('an object that refers to itself is cut off at the depth that is asked for', () => {
    const value: Record<string, unknown> = { token: 'hunter2' };
    value.self = value;
    expect(redact(value, 1)).toEqual({
      token: REDACTED,
      self: { token: REDACTED, self: '[too deep]' },
    });
  });
});
