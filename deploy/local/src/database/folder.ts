import { existsSync, readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { commandLineOf, isTrueWithin } from './processes';

/** The data folder belongs to a process that is alive: nothing may be started on it, in no other way either. */
export class FolderInUse extends Error {
  constructor(folder: string, pid?: number) {
    const holder = pid === undefined ? 'another process' : `process ${pid}`;
    super(`The data folder ${folder} is in use by ${holder}. Stop that one first, or choose another folder.`);
    this.name = 'FolderInUse';
  }
}

/** Where a running database of this data folder is written down. */
export function pidFileOf(dataFolder: string): string {
  return path.join(dataFolder, 'database.pid');
}

/**
 * Makes sure that no database runs on the data folder: ends one that its parent left behind.
 * Throws FolderInUse while the parent lives. A process counts only when its command line names the folder, so that
 * an id which the system has given to someone else harms nobody.
 */
export async function freeFolder(dataFolder: string, progress: (line: string) => void): Promise<void> {
  const file = pidFileOf(dataFolder);
  if (!existsSync(file)) return;
  const record = readRecord(file);
  if (await isHeld(record, dataFolder)) {
    if (await parentLives(record)) throw new FolderInUse(dataFolder, record.parent);
    progress(`  ending the database that process ${record.parent} left behind`);
    await endHolders(record, dataFolder);
  }
  rmSync(file, { force: true });
}

/** Without its parent the supervisor is ending the database already; only where the supervisor is gone too must we. */
async function endHolders(record: Holders, dataFolder: string): Promise<void> {
  const isFree = async (): Promise<boolean> => !(await isHeld(record, dataFolder));
  if ((await names(record.supervisor, dataFolder)) && (await isTrueWithin(isFree, 10_000))) return;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (await names(record.server, dataFolder)) send(record.server, signal);
    if (await isTrueWithin(isFree, 8000)) return;
  }
  throw new FolderInUse(dataFolder, record.server);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended in the meantime, or is another user's: the wait that follows tells.
  }
}

async function isHeld(record: Holders, dataFolder: string): Promise<boolean> {
  return (await names(record.server, dataFolder)) || (await names(record.supervisor, dataFolder));
}

/** What supervisor.js writes; 0 stands for "no such process". */
interface Holders {
  parent: number;
  parentCommand: string | undefined;
  supervisor: number;
  server: number;
}

/** A file that cannot be understood names nobody. */
function readRecord(file: string): Holders {
  const fields = new Map(Object.entries(readObject(file)));
  const pid = (name: string): number => {
    const value = fields.get(name);
    return typeof value === 'number' && value > 0 ? value : 0;
  };
  const command = fields.get('parentCommand');
  return {
    parent: pid('parent'),
    parentCommand: typeof command === 'string' ? command : undefined,
    supervisor: pid('supervisor'),
    server: pid('server'),
  };
}

function readObject(file: string): object {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof read === 'object' && read !== null ? read : {};
  } catch {
    return {};
  }
}

async function parentLives(record: Holders): Promise<boolean> {
  return record.parentCommand !== undefined && (await commandLineOf(record.parent)) === record.parentCommand;
}

/** The database's command line names its storage below the data folder, the supervisor's the pid file. */
async function names(pid: number, dataFolder: string): Promise<boolean> {
  if (pid === 0) return false;
  return (await commandLineOf(pid))?.includes(path.join(dataFolder, 'database')) ?? false;
}
