import { mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { launch, type Supervised } from '../../deploy/local/src/database/launch';
import { acceptsConnections, findOnPath, isTrueWithin, run } from '../../deploy/local/src/database/processes';

const START_DEADLINE_MS = 30_000;

const isInstalled = (name: string) => findOnPath(name, process.env) !== undefined;
/** Makes the certificates of tests. */
export const hasOpenssl = isInstalled('openssl');
/** Whether there is Pebble, the certificate authority of Let's Encrypt for tests (`apt-get install pebble`). */
export const hasPebble = hasOpenssl && isInstalled('pebble');
if (!hasPebble)
  process.stdout.write('Certificates are not tested here: there is no pebble, or no openssl.\n');

/** Made before the authority itself, whose address the product has to know before the authority knows the product's. */
export interface Authority {
  directoryUrl: string;
  /** PEM file of who vouches for it. */
  caFile: string;
  /** PEM of who vouches for what it issues, once it is started. */
  root(): Promise<string>;
  start(options: { httpPort: number; dnsServer: string; env?: NodeJS.ProcessEnv }): Promise<Supervised>;
}

/** A certificate that vouches for itself, for this machine and some names. */
export async function selfSign(
  names: readonly string[] = [],
): Promise<{ certFile: string; keyFile: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'siteninja-certificate-'));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const alternatives = ['IP:127.0.0.1', ...['localhost', ...names].map((name) => `DNS:${name}`)].join();
  const self = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${alternatives}`];
  const limits = { env: process.env, deadlineMs: START_DEADLINE_MS };
  await run('openssl', [...self, '-keyout', keyFile, '-out', certFile, ...subject], limits);
  return { certFile, keyFile };
}

/** @param ports for ACME and for its management */
export async function prepareAuthority(ports: readonly [number, number]): Promise<Authority> {
  const folder = mkdtempSync(join(tmpdir(), 'siteninja-pebble-'));
  const { certFile: caFile, keyFile } = await selfSign();
  const [port, managementPort] = ports;
  return {
    directoryUrl: `https://127.0.0.1:${port}/dir`,
    caFile,
    root: async () => {
      const ca = await readFile(caFile);
      const dispatcher = new Agent({ connect: { ca } });
      const { body } = await request(`https://127.0.0.1:${managementPort}/roots/0`, { dispatcher });
      return body.text();
    },
    start: async ({ httpPort, dnsServer, env = {} }) => {
      const pebble = {
        listenAddress: `127.0.0.1:${port}`,
        managementListenAddress: `127.0.0.1:${managementPort}`,
        certificate: caFile,
        privateKey: keyFile,
        httpPort,
        tlsPort: httpPort,
        ocspResponderURL: '',
        externalAccountBindingRequired: false,
      };
      const configFile = join(folder, 'pebble.json');
      writeFileSync(configFile, JSON.stringify({ pebble }));
      const server = await launch({
        command: findOnPath('pebble', process.env) ?? 'pebble',
        args: ['-config', configFile, '-dnsserver', dnsServer],
        env: { ...process.env, PEBBLE_VA_NOSLEEP: '1', ...env },
        logFile: join(folder, 'log'),
      });
      if (!(await isTrueWithin(() => acceptsConnections(port), START_DEADLINE_MS))) {
        throw new Error(`Pebble did not start: see ${folder}/log`);
      }
      return server;
    },
  };
}
