import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { FolderInUse } from './folder';
import { findOnPath, isAlive, reasonOf, run, withProgress } from './processes';
import { type RunningDatabase, startServer, type Surroundings } from './server';

const VERSION = '0.7.0b3';
const INSTALL_DEADLINE_MS = 5 * 60_000;
/**
 * WiredTiger keeps the log of the last commits in the process's memory, unless it is told to hand each one to the
 * operating system: without this a database that is killed loses writes that it has acknowledged.
 */
export const LOG_EACH_COMMIT = { WIREDTIGER_CONFIG: 'transaction_sync=(enabled=true,method=none)' };
const isWindows = process.platform === 'win32';

/**
 * Starts SecantusDB: MongoDB's storage engine behind MongoDB's wire protocol, from PyPI. Its first use installs it
 * into the data folder (about 10 s). Throws FolderInUse, or an Error that says what Python lacks.
 */
export async function secantus(surroundings: Surroundings): Promise<RunningDatabase> {
  const environment = await installSecantus(surroundings);
  try {
    return await start(environment, surroundings);
  } catch (error) {
    if (error instanceof FolderInUse || (await works(pythonOf(environment), surroundings.env))) throw error;
  }
  // The Python below it was replaced or removed since: made anew, once.
  surroundings.progress('  the installed SecantusDB no longer runs: installing it again');
  rmSync(environment, { recursive: true, force: true });
  return start(await installSecantus(surroundings), surroundings);
}

async function start(environment: string, surroundings: Surroundings): Promise<RunningDatabase> {
  const args = (port: number, storagePath: string): string[] => [
    // What the script secantusd-py does; the script itself names the folder in which it was installed, and that
    // one was renamed. -I: nothing of the user's Python settings.
    ...['-I', '-m', 'secantus', '--config', configOf(environment), '--log-level', 'WARNING'],
    ...['--host', '127.0.0.1', '--port', String(port), '--storage-path', storagePath],
  ];
  const program = {
    name: 'secantus',
    command: pythonOf(environment),
    args,
    memoryPath: ':memory:',
    env: LOG_EACH_COMMIT,
  };
  return { ...(await startServer(program, surroundings)), description: `SecantusDB ${VERSION}` };
}

/**
 * The virtual environment that holds SecantusDB; made when there is none. It is built under a name of its own and
 * renamed when complete: an interrupted installation leaves nothing that looks done, and of two at once one wins.
 */
export async function installSecantus(
  surroundings: Pick<Surroundings, 'dataFolder' | 'programsFolder' | 'env' | 'progress'>,
): Promise<string> {
  const { dataFolder, programsFolder = dataFolder, env, progress } = surroundings;
  const environment = path.join(programsFolder, 'secantus-venv', VERSION);
  if (existsSync(pythonOf(environment))) return environment;

  mkdirSync(path.dirname(environment), { recursive: true });
  removeInterrupted(path.dirname(environment));
  const reasons: string[] = [];
  for await (const python of usablePythons(env, reasons)) {
    const unfinished = `${environment}.${process.pid}.${randomUUID()}.unfinished`;
    try {
      progress(`  installing SecantusDB ${VERSION} with ${python} (once, about 35 MB)`);
      await withProgress(progress, 'installing SecantusDB', build(python, unfinished, env));
      putInPlace(unfinished, environment);
      return environment;
    } catch (error) {
      reasons.push(reasonOf(error));
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  throw new Error(`SecantusDB needs Python 3.10 to 3.13 with venv and pip: ${reasons.join('; ')}`);
}

async function build(python: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const limits = { env, deadlineMs: INSTALL_DEADLINE_MS };
  await run(python, ['-m', 'venv', '--clear', folder], limits);
  // Wheels only: there is no compiler to count on.
  const quietly = ['--quiet', '--disable-pip-version-check', '--retries', '2', '--only-binary', ':all:'];
  await run(pythonOf(folder), ['-m', 'pip', 'install', ...quietly, `SecantusDB==${VERSION}`], limits);
  // Named on every start, lest a secantusd.toml of the user's be read instead.
  writeFileSync(configOf(folder), '# The command line says it all.\n');
  if (!(await works(pythonOf(folder), env))) throw new Error('SecantusDB was installed but cannot be loaded');
}

function removeInterrupted(folder: string): void {
  for (const entry of readdirSync(folder)) {
    const pid = /\.(\d+)\.[^.]+\.unfinished$/.exec(entry)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(path.join(folder, entry), { recursive: true, force: true });
  }
}

function putInPlace(unfinished: string, environment: string): void {
  if (!existsSync(pythonOf(environment))) rmSync(environment, { recursive: true, force: true });
  try {
    renameSync(unfinished, environment);
  } catch (error) {
    // Another process was faster: its work is as good as ours.
    if (!existsSync(pythonOf(environment))) throw error;
  }
}

async function works(python: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await run(python, ['-I', '-c', 'import secantus.cli'], { env, deadlineMs: 60_000 });
    return true;
  } catch {
    return false;
  }
}

/** Every Python from 3.10 on that can make virtual environments, one of each version; notes why others cannot. */
async function* usablePythons(env: NodeJS.ProcessEnv, reasons: string[]): AsyncGenerator<string> {
  const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
  const seen = new Set<string>();
  for (const name of names) {
    const python = findOnPath(name, env);
    if (python === undefined) continue;
    try {
      const question = 'import sys; print("%d.%d" % sys.version_info[:2]); import venv, ensurepip';
      const version = (await run(python, ['-c', question], { env, deadlineMs: 10_000 })).trim();
      const minor = Number(version.split('.')[1]);
      if (seen.has(version)) continue;
      seen.add(version);
      if (version.startsWith('3.') && minor >= 10) yield python;
      else reasons.push(`${python} is ${version}`);
    } catch (error) {
      // Debian ships Python without ensurepip; a version manager has names for versions that are not installed.
      reasons.push(`${python} cannot make virtual environments (${reasonOf(error)})`);
    }
  }
  if (seen.size === 0 && reasons.length === 0) reasons.push('there is no python3 on PATH');
}

function pythonOf(environment: string): string {
  return path.join(environment, isWindows ? 'Scripts/python.exe' : 'bin/python');
}

function configOf(environment: string): string {
  return path.join(environment, 'secantusd.toml');
}
