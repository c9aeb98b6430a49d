import { execFile } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify, types } from 'node:util';

const execute = promisify(execFile);

/** The message of whatever was thrown, in one line of bearable length. */
export function reasonOf(error: unknown): string {
  // `instanceof Error` fails on Node's own errors under jest.
  const text = types.isNativeError(error) ? error.message : String(error);
  return text.trim().replace(/\s+/g, ' ').slice(0, 400);
}

/** The full path of a program on env.PATH, or undefined. */
export function findOnPath(program: string, env: NodeJS.ProcessEnv): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  for (const folder of (env['PATH'] ?? '').split(path.delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const candidate = path.join(folder, program + ending);
      if (mayExecute(candidate)) return candidate;
    }
  }
  return undefined;
}

function mayExecute(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program to its end and returns what it printed on standard output.
 * Throws when it fails or takes longer than `deadlineMs`, with the last lines it printed.
 */
export async function run(
  command: string,
  args: string[],
  options: { env: NodeJS.ProcessEnv; deadlineMs: number },
): Promise<string> {
  const limits = { env: options.env, timeout: options.deadlineMs, maxBuffer: 64 * 1024 * 1024 };
  try {
    return (await execute(command, args, limits)).stdout;
  } catch (error) {
    throw new Error(`${path.basename(command)} ${args[0] ?? ''}: ${failureOf(error, options.deadlineMs)}`, {
      cause: error,
    });
  }
}

function failureOf(error: unknown, deadlineMs: number): string {
  if (!types.isNativeError(error)) return String(error);
  if ('killed' in error && error.killed === true) return `not done after ${deadlineMs / 1000} s`;
  const printed = 'stderr' in error && typeof error.stderr === 'string' ? lastLines(error.stderr, 3) : '';
  return printed || error.message;
}

/** The last non-empty lines of a text, joined into one. */
export function lastLines(text: string, count: number): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter(Boolean).slice(-count).join(' | ');
}

/**
 * The command line of a live process; undefined when there is none by this id, or it cannot be read (Windows).
 * Linux is read from /proc because slim containers have no `ps`.
 */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
    }
    if (process.platform === 'win32') return undefined;
    const output = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
      env: process.env,
      deadlineMs: 5000,
    });
    return output.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process by this id exists, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return types.isNativeError(error) && 'code' in error && error.code === 'EPERM';
  }
}

/** Whoever was given a port may not listen on it yet. */
const givenPorts = new Set<number>();

/**
 * A port of 127.0.0.1 on which nothing listens, and which this process has not given before. Taken from below the range that systems hand out to outgoing
 * connections, so that none of those takes it before the server does.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (givenPorts.has(port)) continue;
    givenPorts.add(port);
    if (await canListen(port)) return port;
  }
  throw new Error('no free port between 20000 and 30000 on 127.0.0.1');
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  try {
    return await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
  } finally {
    server.close();
  }
}

/** Whether something accepts TCP connections there within 1 s. */
export async function acceptsConnections(port: number, host = '127.0.0.1'): Promise<boolean> {
  const socket = connect({ port, host, timeout: 1000 });
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('timeout', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

/** Asks every `everyMs` until the answer is true; false when it is not within `deadlineMs`. */
export async function isTrueWithin(
  ask: () => boolean | Promise<boolean>,
  deadlineMs: number,
  everyMs = 20,
): Promise<boolean> {
  const end = Date.now() + deadlineMs;
  while (!(await ask())) {
    if (Date.now() > end) return false;
    await sleep(everyMs);
  }
  return true;
}

/** Waits for `work`, at most `deadlineMs`; throws after that. The work itself is not ended. */
export async function within<Result>(work: Promise<Result>, deadlineMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${deadlineMs / 1000} s`)), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for `work`, saying every 2 s that it is still under way. */
export async function withProgress<Result>(
  progress: (line: string) => void,
  what: string,
  work: Promise<Result>,
): Promise<Result> {
  const began = Date.now();
  const timer = setInterval(() => progress(`  ${what}: ${Math.round((Date.now() - began) / 1000)} s`), 2000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
