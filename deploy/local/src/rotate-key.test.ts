import { ANONYMOUS, mintIdentityToken, privateKeyFrom, verifyIdentityToken } from '@siteninja/core';
import { commonConfig } from '@siteninja/http';
import { readConfig } from '@siteninja/schema';
import { retireKeys, rotateKey } from './rotate-key';
import { newSecrets, trustedKeys } from './secrets';

const secrets = newSecrets();
const before = {
  PORT: '0',
  SIGNING_KEY: secrets.signingKeys['content'],
  GATEWAY_SIGNING_KEY: secrets.signingKeys['gateway'],
  TRUSTED_KEYS: trustedKeys(secrets),
};

/** Whether a service with this environment believes a token that the gateway has signed with this key. */
function believes(env: NodeJS.ProcessEnv, key = ''): boolean {
  const minting = { issuer: 'gateway', audience: 'content', key: privateKeyFrom(key) };
  const token = mintIdentityToken(ANONYMOUS, minting);
  return verifyIdentityToken(token, 'content', readConfig(commonConfig, env).TRUSTED_KEYS) !== undefined;
}

describe('a new signing key of a process', () => {
  const during = { ...before, ...rotateKey('gateway', before) };
  const after = { ...during, ...retireKeys('gateway', during) };
  const [old, fresh] = [before.GATEWAY_SIGNING_KEY, during.GATEWAY_SIGNING_KEY];

  it('is believed beside the old one while it is rotated, and alone when that is retired', () => {
    const table = [before, during, after].map((env) => [believes(env, old), believes(env, fresh)]);
    expect(table).toEqual([
      [true, false],
      [true, true],
      [false, true],
    ]);
  });

  it('may be followed by another before the first is retired', () => {
    const twice = { ...during, ...rotateKey('gateway', during) };
    const keys = [old, fresh, twice.GATEWAY_SIGNING_KEY];
    expect(keys.map((key) => believes(twice, key))).toEqual([true, true, true]);
    const end = { ...twice, ...retireKeys('gateway', twice) };
    expect(keys.map((key) => believes(end, key))).toEqual([false, false, true]);
  });

  it('needs a process that there is, and the present keys', () => {
    expect(() => rotateKey('nobody', before)).toThrow('Name one of gateway, tenant');
    expect(() => rotateKey('gateway', {})).toThrow('TRUSTED_KEYS');
    expect(() => retireKeys('gateway', { TRUSTED_KEYS: '{}' })).toThrow('GATEWAY_SIGNING_KEY');
  });
});
