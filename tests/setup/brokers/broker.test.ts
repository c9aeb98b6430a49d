import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { findOnPath } from '../../../deploy/local/src/database/processes';
import { type BrokerKind, findBroker, type FoundBroker } from './broker';
import { rabbitMq } from './rabbitmq';
import { redis } from './redis';

const isRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version');
const NOWHERE = '127.0.0.1:1';
let folder: string;
let servers: { server: Server; sockets: Set<Socket> }[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'siteninja-brokers-'));
  servers = [];
});
afterEach(() => {
  for (const { server, sockets } of servers) {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
  rmSync(folder, { recursive: true, force: true });
});

function search(env: NodeJS.ProcessEnv): Parameters<typeof findBroker>[1] {
  return { env, progress: () => undefined };
}

/** The kind, with nothing at its usual place and nothing installed. */
function absent(kind: BrokerKind): BrokerKind {
  return { ...kind, usualUrl: kind.usualUrl.replace(/127\.0\.0\.1:\d+/, NOWHERE), knownPaths: [] };
}

/** A TCP server that treats every connection like this. */
async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  servers.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return portOf(server.address());
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  return address.port;
}

function missingIn(found: FoundBroker): string {
  return 'missing' in found ? found.missing : `found ${found.url}`;
}

describe.each([
  { kind: redis, scheme: 'redis' },
  { kind: rabbitMq, scheme: 'amqp' },
])('looking for $kind.name', ({ kind, scheme }) => {
  test('the $kind.name that the variable names is taken before the usual one', async () => {
    const asked: string[] = [];
    const answering = { ...kind, ask: (url: string) => Promise.resolve(void asked.push(url)) };
    const found = await findBroker(answering, search({ [kind.variable]: `${scheme}://elsewhere` }));
    expect(found).toMatchObject({ url: `${scheme}://elsewhere` });
    expect(asked).toEqual([`${scheme}://elsewhere`]);
  });

  test('no other $kind.name is taken when the named one does not answer', async () => {
    const found = await findBroker(
      kind,
      search({ ...process.env, [kind.variable]: `${scheme}://${NOWHERE}` }),
    );
    expect(missingIn(found)).toContain(`${kind.variable} names does not answer`);
  });

  test('something else on the port is not taken for $kind.name', async () => {
    const port = await listen((socket) => socket.end('220 mail.example ESMTP\r\n'));
    const found = await findBroker(kind, search({ [kind.variable]: `${scheme}://127.0.0.1:${port}` }));
    expect(missingIn(found)).toContain('does not answer');
  });

  test('something that never answers is not waited for', async () => {
    const port = await listen(() => undefined);
    const found = await findBroker(kind, search({ [kind.variable]: `${scheme}://127.0.0.1:${port}` }));
    expect(missingIn(found)).toContain('does not answer');
  });

  test('without $kind.name it is said what is skipped and how to get it', async () => {
    const found = await findBroker(absent(kind), search({ PATH: folder }));
    expect(missingIn(found)).toMatch(
      /^no .* so what needs it is skipped; to run that too, run one at .*, or set /,
    );
    expect(missingIn(found)).toContain(kind.variable);
  });

  test('an installed $kind.name is started, and gone after stop()', async () => {
    const away = { ...absent(kind), knownPaths: kind.knownPaths };
    const isInstalled = [...kind.knownPaths].some(existsSync) || findOnPath(kind.program, process.env);
    if (!isInstalled) return process.stderr.write(`Skipped: ${kind.program} is not installed\n`);
    const found = await findBroker(away, search({ ...process.env, [kind.variable]: '' }));
    if ('missing' in found) throw new Error(found.missing);
    await kind.ask(found.url);
    await found.stop();
    await expect(kind.ask(found.url)).rejects.toThrow();
    return undefined;
  }, 90_000);
});

describe('installing a broker', () => {
  const testAsRootOnDebian = isRootOnDebian ? test : test.skip;

  function addAptGet(script: string): void {
    const file = path.join(folder, 'apt-get');
    writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
    chmodSync(file, 0o755);
  }

  testAsRootOnDebian('apt-get updates its lists first, and asks no questions', async () => {
    const calls = path.join(folder, 'calls');
    addAptGet(`echo "$DEBIAN_FRONTEND $*" >> '${calls}'`);
    await findBroker(absent(redis), search({ PATH: folder }));
    const [update, install] = readFileSync(calls, 'utf8').trim().split('\n');
    expect(update).toBe('noninteractive update');
    expect(install).toMatch(/^noninteractive -y .* install redis-server$/);
  });

  testAsRootOnDebian('a broker that the package has started is taken', async () => {
    addAptGet(`touch '${folder}/installed'`);
    const ask = (): Promise<void> =>
      existsSync(path.join(folder, 'installed'))
        ? Promise.resolve()
        : Promise.reject(new Error('nothing there'));
    const found = await findBroker({ ...absent(redis), ask }, search({ PATH: folder }));
    expect(found).toMatchObject({ description: `Redis at ${NOWHERE}` });
  });

  testAsRootOnDebian('an installation that fails is a reason, not an error', async () => {
    addAptGet('echo "E: Unable to locate package" >&2; exit 100');
    const found = await findBroker(absent(redis), search({ PATH: folder }));
    expect(missingIn(found)).toContain('Unable to locate package');
  });
});
