import { createPrivateKey } from 'node:crypto';
import { existsSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { sign } from 'jsonwebtoken';
import { recordedPids } from '../../deploy/local/src/database/fixtures/sandbox';
import { freePort, isAlive } from '../../deploy/local/src/database/processes';
import { openSecrets } from '../../deploy/local/src/secrets';
import {
  ANONYMOUS,
  type Caller,
  IDENTITY_HEADER,
  mintIdentityToken,
  newSigningKey,
} from '../../libs/core/src';
import { until } from '../../libs/testing/src';
import { type Program } from './program';
import { compile, ROOT, Sandbox } from './sandbox';
import { ask } from './tenant-admin';

const sandbox = new Sandbox();
beforeAll(async () => {
  await compile();
  // What the database runs on is installed once for the repository; its data stays the test's own.
  const installed = join(ROOT, '.data', 'secantus-venv');
  if (existsSync(installed)) symlinkSync(installed, join(sandbox.folder, 'secantus-venv'));
}, 120_000);
afterAll(() => sandbox.close(), 20_000);

const keyOf = (jwk: string) => createPrivateKey({ key: JSON.parse(jwk), format: 'jwk' });

/** Identity tokens that nobody may get in with. */
function falseTokens(service: string): [string, string | undefined][] {
  const { signingKeys } = openSecrets(sandbox.folder);
  const own = keyOf(signingKeys['gateway'] ?? '');
  const admin: Caller = { ...ANONYMOUS, type: 'user', userId: 'u', sessionId: 's', isSuperAdmin: true };
  const minting = { issuer: 'gateway', audience: service, key: own };
  const good = mintIdentityToken(admin, minting);
  const claims = { who: { type: 'user', userId: 'u', sessionId: 's' }, tenant: null, isSuperAdmin: true };
  const options = { algorithm: 'ES256', issuer: 'gateway', keyid: 'gateway', audience: service } as const;
  return [
    ['none', undefined],
    ['nonsense', 'abc'],
    ['a changed one', `${good.slice(0, -6)}AAAAAA`],
    ['one for another service', mintIdentityToken(admin, { ...minting, audience: 'elsewhere' })],
    [
      'one signed with a key of their own',
      mintIdentityToken(admin, { ...minting, key: keyOf(newSigningKey()) }),
    ],
    ['an expired one', sign({ ...claims, permissions: [] }, own, { ...options, expiresIn: -1 })],
    ['an unsigned one', sign({ ...claims, permissions: [] }, '', { ...options, algorithm: 'none' })],
    [
      "another service's in the name of a client",
      mintIdentityToken(admin, { ...minting, issuer: 'asset', key: keyOf(signingKeys['asset'] ?? '') }),
    ],
  ];
}

// They run on one frame; with all six this passes too, and takes three times as long.
describe.each(['content', 'identity'] as const)('%s alone', (name) => {
  let service: Program;
  beforeAll(async () => {
    service = sandbox.service(name, await freePort(), {});
    await service.start();
  }, 60_000);

  it('answers with a database of its own, and says what it lacks', async () => {
    expect(await ask(service.port, '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect((await ask(service.port, '/health/ready')).body).toMatchObject({
      status: 'ready',
      checks: { mongodb: { ok: true }, broker: { ok: false, detail: expect.stringContaining('none') } },
    });
  });

  it('lets nobody in whom the gateway does not vouch for', async () => {
    const path = { content: '/templates', identity: '/auth/me' }[name];
    for (const [what, token] of falseTokens(name)) {
      const headers = { 'x-user-id': 'u', ...(token === undefined ? {} : { [IDENTITY_HEADER]: token }) };
      expect([what, (await ask(service.port, path, { headers })).status]).toEqual([what, 401]);
    }
  });

  it('ends by itself on SIGTERM, and starts again on what it has kept', async () => {
    const ended = await service.end('SIGTERM');
    expect(ended.code).toBe(0);
    expect(ended.milliseconds).toBeLessThan(10_000);
    await service.start();
  }, 40_000);

  it('takes its database with it when it is killed', async () => {
    const { server } = recordedPids(join(sandbox.folder, 'alone', name));
    expect(isAlive(server)).toBe(true);
    service.child?.kill('SIGKILL');
    await until(() => !isAlive(server), 12_000);
  }, 15_000);
});

describe('a process that cannot start', () => {
  const refused = async (name: string, env: NodeJS.ProcessEnv, port = 1): Promise<string> => {
    const service = sandbox.service(name, port, env);
    await service.spawn();
    await until(() => service.hasEnded(), 20_000);
    expect(service.child?.exitCode).toBe(1);
    return service.output
      .replace(/^MongoDB: .*\n/gm, '')
      .replace(/^ {2}(there is no mongod|installing).*\n/gm, '');
  };

  it('says so in one sentence for an unknown name', async () => {
    expect(await refused('nonsense', {})).toMatch(/^Name one of gateway, tenant, .*\n$/);
  });

  it.each(['gateway', 'content'])(
    'says so in one sentence for a wrong setting (%s)',
    async (name) => {
      const said = await refused(name, { LOG_LEVEL: 'loud' });
      expect(said).toMatch(/^The configuration is not valid:\n {2}LOG_LEVEL must be one of .*\n$/);
    },
    30_000,
  );

  it.each(['gateway', 'content'])(
    'says so in one sentence for a taken port (%s)',
    async (name) => {
      const port = await freePort();
      const other = createServer().listen(port, '127.0.0.1');
      const said = await refused(name, {}, port).finally(() => other.close());
      expect(said).toBe(`Port ${port} on 127.0.0.1 is taken by another process.\n`);
    },
    30_000,
  );
});
