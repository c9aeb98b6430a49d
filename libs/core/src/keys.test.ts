import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { newKeyPair, newSigningKey, privateKeyFrom } from './keys';

describe('fresh keys', () => {
  it('are of the curve that was asked for', () => {
    expect(privateKeyFrom(newSigningKey()).asymmetricKeyType).toBe('ec');
    expect(newKeyPair('P-384').publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'secp384r1' });
    expect(newKeyPair('Ed25519').privateKey.asymmetricKeyType).toBe('ed25519');
  });

  it('can be exported while the collector takes the garbage of earlier ones', () => {
    const { code } = transformFileSync(join(__dirname, 'keys.ts'), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    const work = `for (let made = 0; made < 3_000; made += 1) {
      exports.newSigningKey();
      exports.newKeyPair('Ed25519').publicKey.export({ format: 'jwk' });
    }
    console.log('all made');`;
    // A process of its own, as a frozen one could not say so; with little room, so that it collects often.
    const child = spawnSync(process.execPath, ['--max-semi-space-size=1', '--eval', `${code}\n${work}`], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(child.stdout.trim()).toBe('all made');
  }, 90_000);
});
