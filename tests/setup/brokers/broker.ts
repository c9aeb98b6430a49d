import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { launch, type Supervised } from '../../../deploy/local/src/database/launch';
import {
  findOnPath,
  freePort,
  reasonOf,
  run,
  isTrueWithin,
  withProgress,
} from '../../../deploy/local/src/database/processes';

const START_DEADLINE_MS = 60_000;
const INSTALL_DEADLINE_MS = 5 * 60_000;

/** A broker that answered, or in one sentence why there is none and how to get it. */
export type FoundBroker = { url: string; description: string; stop(): Promise<void> } | { missing: string };

/** What a search may use, and whom it tells. */
export interface Search {
  env: NodeJS.ProcessEnv;
  progress: (line: string) => void;
}

/** What the search has to know of one kind of broker. */
export interface BrokerKind {
  name: string;
  /** The variable that names one. */
  variable: string;
  /** Where one usually listens. */
  usualUrl: string;
  /** The Debian package, and the program in it. */
  program: string;
  /** Where the program lies when PATH has it not, or has a wrapper. */
  knownPaths: string[];
  /** Speaks the real protocol; throws within a few seconds when the broker does not answer. */
  ask(url: string): Promise<void>;
  /** How to run one of our own on this port, everything it writes in this folder. */
  ownServer(port: number, folder: string): { args: string[]; env: NodeJS.ProcessEnv; url: string };
}

/**
 * Finds a broker: the one that the variable names, one at the usual place, one started from an installed program,
 * one installed with apt-get (root on Debian) and started. What it starts keeps nothing and ends with this process.
 */
export async function findBroker(kind: BrokerKind, search: Search): Promise<FoundBroker> {
  const { env, progress } = search;
  const named = env[kind.variable];
  if (named) {
    const obstacle = await obstacleTo(kind, named);
    if (obstacle === undefined) return found(named, `${kind.name} that ${kind.variable} names`);
    return { missing: `the ${kind.name} that ${kind.variable} names does not answer (${obstacle})` };
  }
  if ((await obstacleTo(kind, kind.usualUrl)) === undefined) return foundUsual(kind);

  try {
    if (programOf(kind, env) === undefined && mayInstall(env)) {
      await install(kind, search);
      // The package may have started it.
      if ((await obstacleTo(kind, kind.usualUrl)) === undefined) return foundUsual(kind);
    }
    const program = programOf(kind, env);
    if (program === undefined) return missing(kind, `none at ${placeOf(kind)}, and none is installed`);
    progress(`${kind.name}: starting ${program}`);
    return await withProgress(progress, `starting ${kind.name}`, startOwn(kind, program, env));
  } catch (error) {
    return missing(kind, reasonOf(error));
  }
}

function found(url: string, description: string): FoundBroker {
  return { url, description, stop: () => Promise.resolve() };
}

function foundUsual(kind: BrokerKind): FoundBroker {
  return found(kind.usualUrl, `${kind.name} at ${placeOf(kind)}`);
}

function missing(kind: BrokerKind, reason: string): FoundBroker {
  const help = `run one at ${placeOf(kind)}, or set ${kind.variable}`;
  return { missing: `no ${kind.name} (${reason}), so what needs it is skipped; to run that too, ${help}` };
}

function placeOf(kind: BrokerKind): string {
  return new URL(kind.usualUrl).host;
}

async function obstacleTo(kind: BrokerKind, url: string): Promise<string | undefined> {
  try {
    await kind.ask(url);
    return undefined;
  } catch (error) {
    return reasonOf(error) || 'no reason given';
  }
}

function programOf(kind: BrokerKind, env: NodeJS.ProcessEnv): string | undefined {
  return kind.knownPaths.find((file) => existsSync(file)) ?? findOnPath(kind.program, env);
}

function mayInstall(env: NodeJS.ProcessEnv): boolean {
  const isRoot = process.getuid?.() === 0;
  return isRoot && existsSync('/etc/debian_version') && findOnPath('apt-get', env) !== undefined;
}

async function install(kind: BrokerKind, { env, progress }: Search): Promise<void> {
  const limits = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, deadlineMs: INSTALL_DEADLINE_MS };
  // Another installation may hold dpkg's lock for a while.
  const install = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', 'install', kind.program];
  const work = run('apt-get', ['update'], limits).then(() => run('apt-get', install, limits));
  progress(`${kind.name}: installing ${kind.program} with apt-get`);
  await withProgress(progress, `installing ${kind.program}`, work);
}

async function startOwn(kind: BrokerKind, command: string, env: NodeJS.ProcessEnv): Promise<FoundBroker> {
  const temporaryFolder = mkdtempSync(path.join(tmpdir(), `siteninja-${kind.program}-`));
  const server = kind.ownServer(await freePort(), temporaryFolder);
  const supervised = await launch({
    command,
    args: server.args,
    env: { ...env, ...server.env },
    logFile: path.join(temporaryFolder, 'log'),
    temporaryFolder,
  });
  try {
    await untilAnswers(kind, server.url, supervised);
  } catch (error) {
    await supervised.stop();
    throw error;
  }
  return { url: server.url, description: `${kind.name} started from ${command}`, stop: supervised.stop };
}

async function untilAnswers(kind: BrokerKind, url: string, supervised: Supervised): Promise<void> {
  let lastWords: string | undefined;
  void supervised.ended.then((ending) => (lastWords = ending.lastWords));
  let obstacle: string | undefined;
  const settled = async (): Promise<boolean> => {
    obstacle = await obstacleTo(kind, url);
    return obstacle === undefined || lastWords !== undefined;
  };
  if (!(await isTrueWithin(settled, START_DEADLINE_MS, 100)) || obstacle !== undefined) {
    throw new Error(`${kind.name} did not start: ${lastWords?.trim().split('\n').at(-1) ?? obstacle}`);
  }
}
