import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import * as path from 'node:path';
import { commandLineOf, within } from './processes';

/** The same file from src and from dist, as both lie two levels below deploy/local; tsc does not copy it. */
const supervisorFile = path.join(__dirname, '..', '..', 'src', 'database', 'supervisor.js');
/** supervisor.js ends with this code when the pid file exists. */
const ALREADY_CLAIMED = 75;
/** The supervisor gives the server 8 s before it kills it. */
const STOP_DEADLINE_MS = 12_000;

/** A server to run for as long as this process lives. */
export interface Job {
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

/** A server, run by a supervisor. */
export interface Supervised {
  /** Settles when the server has ended, for whatever reason; never rejects. */
  ended: Promise<Ending>;
  /**
   * Ends it: SIGTERM, after 8 s SIGKILL; SIGKILL at once where nothing is kept. May be called again.
   * @throws when it is still there after 12 s
   */
  stop(): Promise<void>;
}

/**
 * Starts a server that ends with this process, however this process ends. It does not keep this process alive, and
 * Ctrl-C does not reach it (a group of its own), so that it can be stopped last.
 */
export async function launch(job: Job): Promise<Supervised> {
  const { env, ...rest } = job;
  const request = { ...rest, parent: process.pid, parentCommand: await commandLineOf(process.pid) };
  const supervisor = spawn(process.execPath, [supervisorFile, JSON.stringify(request)], {
    detached: true,
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  supervisor.stdin.on('error', () => undefined); // It may be gone already when we let go of it.
  supervisor.unref();
  // An open pipe alone would keep this process running as well.
  for (const pipe of [supervisor.stdin, supervisor.stdout]) if (pipe instanceof Socket) pipe.unref();
  const ended = endingOf(supervisor);
  return { ended, stop: () => stop(supervisor, ended) };
}

function endingOf(supervisor: ChildProcess): Promise<Ending> {
  let lastWords = '';
  supervisor.stdout?.setEncoding('utf8').on('data', (chunk: string) => (lastWords += chunk));
  return new Promise((resolve) => {
    supervisor.once('error', (error) => resolve({ claimed: false, lastWords: error.message }));
    supervisor.once('close', (code) => resolve({ claimed: code === ALREADY_CLAIMED, lastWords }));
  });
}

async function stop(supervisor: ChildProcess, ended: Promise<Ending>): Promise<void> {
  supervisor.stdin?.end();
  // Its timer also keeps this process alive until the server has ended.
  await within(ended, STOP_DEADLINE_MS);
}
