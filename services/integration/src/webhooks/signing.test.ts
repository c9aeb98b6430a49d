import { createPublicKey, verify } from 'node:crypto';
import { newKeyPair } from '@siteninja/core';
import { signatureHeaders } from './signing';

describe('signatures', () => {
  it("reproduce the vector that the package standardwebhooks' own tests publish", () => {
    const message = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1_614_265_330,
      body: '{"test": 2432232314}',
    };
    const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] as const;
    expect(signatureHeaders(message, { secrets, signingKeys: [] })).toMatchObject({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('of v1a are Ed25519, one by each key', () => {
    const pairs = [newKeyPair('Ed25519'), newKeyPair('Ed25519')];
    const message = { id: 'a', timestamp: 1, body: '{}' };
    const headers = signatureHeaders(message, {
      secrets: ['whsec_AAAA'],
      signingKeys: pairs.map(({ privateKey }) => privateKey),
    });
    const signatures = String(headers['webhook-signature']).split(' ');
    expect(signatures).toHaveLength(2);
    pairs.forEach(({ publicKey }, index) => {
      const [version, text = ''] = signatures[index]?.split(',') ?? [];
      expect(version).toBe('v1a');
      const key = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }));
      expect(verify(null, Buffer.from('a.1.{}'), key, Buffer.from(text, 'base64'))).toBe(true);
    });
  });
});
