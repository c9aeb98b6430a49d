import { newKeyPair, newSigningKey, publicJwk } from '@siteninja/core';
import { readConfig } from '@siteninja/schema';
import { commonConfig, targetsOf } from './config';

const right = { PORT: '0', SIGNING_KEY: newSigningKey(), TRUSTED_KEYS: '{}' };
const jwkOf = (curve: string): string =>
  JSON.stringify(newKeyPair(curve).privateKey.export({ format: 'jwk' }));

describe('the configuration of a process', () => {
  it.each([
    ['SIGNING_KEY', 'nonsense'],
    ['SIGNING_KEY', '{"nonsense":1}'],
    ['SIGNING_KEY', '"nonsense"'],
    ['SIGNING_KEY', 'null'],
    ['SIGNING_KEY', publicJwk(newSigningKey())],
    ['SIGNING_KEY', jwkOf('P-384')],
    ['TRUSTED_KEYS', 'nonsense'],
    ['TRUSTED_KEYS', '["nonsense"]'],
    ['TRUSTED_KEYS', 'null'],
    ['TRUSTED_KEYS', '{"gateway":"nonsense"}'],
    ['TRUSTED_KEYS', '{"gateway":[{"kty":"nonsense"}]}'],
    ['TRUSTED_KEYS', `{"gateway":${publicJwk(newSigningKey())},"tenant":${jwkOf('P-384')}}`],
    ['REDIS_URL', 'http://:nonsense@localhost'],
    ['REDIS_URL', 'nonsense'],
    ['CONTENT_URL', 'nonsense'],
    ['CONTENT_URL', 'http://content:8080,nonsense'],
    ['CONTENT_URL', 'redis://nonsense'],
    ['PORT', 'nonsense'],
  ])('names a wrong %s and does not show its value: %s', (name, value) => {
    const read = () => readConfig(commonConfig, { ...right, [name]: value });
    expect(read).toThrow(`${name} must be`);
    for (const secret of ['nonsense', '"x"', '"d"']) expect(read).not.toThrow(secret);
  });

  it('names all that are wrong at once', () => {
    const wrong = { PORT: 'x', SIGNING_KEY: 'x', TRUSTED_KEYS: 'x', REDIS_URL: 'x', ASSET_URL: 'x' };
    const read = () => readConfig(commonConfig, wrong);
    for (const name of Object.keys(wrong)) expect(read).toThrow(`${name} must be`);
  });

  it('takes one key or several of an issuer', () => {
    const [one, two] = [newSigningKey(), newSigningKey()].map((key): unknown => JSON.parse(publicJwk(key)));
    const TRUSTED_KEYS = JSON.stringify({ gateway: one, tenant: [one, two] });
    const trusted = readConfig(commonConfig, { ...right, TRUSTED_KEYS }).TRUSTED_KEYS;
    expect([...trusted].map(([issuer, keys]) => [issuer, keys.length])).toEqual([
      ['gateway', 1],
      ['tenant', 2],
    ]);
  });

  it('takes one address or several of a service', () => {
    const config = readConfig(commonConfig, { ...right, CONTENT_URL: 'http://a:1/, https://b:2' });
    expect(targetsOf(config, 'content')).toEqual(['http://a:1', 'https://b:2']);
    expect(targetsOf(config, 'asset')).toEqual(['http://127.0.0.1:8085']);
  });
});
