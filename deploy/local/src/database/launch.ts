import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import * as path from 'node:path';
import { commandLineOf, within } from './processes';

/** The same file from src and from dist, as both lie two levels below deploy/local; tsc does not copy it. */
const leashFile = path.join(__dirname, '..', '..', 'src', 'database', 'leash.js');
/** leash.js ends with this code when the pid file exists. */
const ALREADY_CLAIMED = 75;
/** The leash gives the server 8 s before it kills it. */
const STOP_DEADLINE_MS = 12_000;

/** A server to run for as long as this process lives. */
export interface Errand {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Takes what the server prints; overwritten. */
  logFile: string;
  /** Names the server to the next start, and keeps a second one away. */
  pidFile?: string;
  /** Removed when the server has ended. */
  temporaryFolder?: string;
}

/** How a server ended: `claimed` when it never began because the pid file names another. */
export interface Ending {
  claimed: boolean;
  lastWords: string;
}

/** A server on its leash. */
export interface Leashed {
  /** Settles when the server has ended, for whatever reason; never rejects. */
  ended: Promise<Ending>;
  /** Ends it: SIGTERM, after 8 s SIGKILL; SIGKILL at once where nothing is kept. May be called again. Throws when it is still there after 12 s. */
  stop(): Promise<void>;
}

/**
 * Starts a server that ends with this process, however this process ends. It does not keep this process alive, and
 * Ctrl-C does not reach it (a group of its own), so that it can be stopped last.
 */
export async function launch(errand: Errand): Promise<Leashed> {
  const { env, ...rest } = errand;
  const request = { ...rest, owner: process.pid, ownerCommand: await commandLineOf(process.pid) };
  const leash = spawn(process.execPath, [leashFile, JSON.stringify(request)], {
    detached: true,
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  leash.stdin.on('error', () => undefined); // It may be gone already when we let go of it.
  leash.unref();
  // An open pipe alone would keep this process running as well.
  for (const pipe of [leash.stdin, leash.stdout]) if (pipe instanceof Socket) pipe.unref();
  const ended = endingOf(leash);
  return { ended, stop: () => stop(leash, ended) };
}

function endingOf(leash: ChildProcess): Promise<Ending> {
  let lastWords = '';
  leash.stdout?.setEncoding('utf8').on('data', (chunk: string) => (lastWords += chunk));
  return new Promise((resolve) => {
    leash.once('error', (error) => resolve({ claimed: false, lastWords: error.message }));
    leash.once('close', (code) => resolve({ claimed: code === ALREADY_CLAIMED, lastWords }));
  });
}

async function stop(leash: ChildProcess, ended: Promise<Ending>): Promise<void> {
  leash.stdin?.end();
  // Its timer also keeps this process alive until the server has ended.
  await within(ended, STOP_DEADLINE_MS);
}
