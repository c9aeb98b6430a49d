import { readConfig } from '@siteninja/schema';
import { newSigningKey } from '@siteninja/core';
import { newSecretsEnv } from '@siteninja/testing';
import { identityConfig } from './config';

const rest = {
  PORT: '0',
  MONGODB_URI: 'mongodb://nowhere',
  SIGNING_KEY: newSigningKey(),
  TRUSTED_KEYS: '{}',
};

describe('the secrets of the service', () => {
  it.each(['ENCRYPTION_KEY', 'REFRESH_TOKEN_SECRET', 'PASSWORD_PEPPER'] as const)(
    'the service does not start without a well-formed %s, and the error does not show its value',
    (name) => {
      const secrets: Record<string, string> = newSecretsEnv();
      expect(() => readConfig(identityConfig, { ...rest, ...secrets, [name]: '' })).toThrow(name);
      const short = { ...rest, ...secrets, [name]: 'tooShort' };
      expect(() => readConfig(identityConfig, short)).toThrow(/^(?!.*tooShort)/s);
      expect(readConfig(identityConfig, { ...rest, ...secrets })).toBeDefined();
      const malformed = { ...rest, ...secrets, [name]: '!'.repeat(43) };
      expect(() => readConfig(identityConfig, malformed)).toThrow(
        `${name} must be 32 random bytes in base64url`,
      );
    },
  );
});
