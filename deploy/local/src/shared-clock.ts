import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { movableClock, type TestClock } from '@siteninja/core';
import { advance, type Advanced } from './advance-clock';
import { isAlive } from './database/processes';

const POLL_MS = 100;
const TIMEOUT_MS = 120_000;
/** How far ahead all are to be, in milliseconds. */
const TARGET = 'ahead';

/** The time of processes that share a data folder, in development: each is moved as far as all others. */
export interface SharedClock {
  readonly clock: TestClock;
  /** Moves the clocks of all of them; resolves when each has done what became due. @throws where that takes too long */
  advance(seconds: number): Promise<Date>;
  /** Follows the others from now on. */
  follow(service: Advanced): { stop(): void };
}

/**
 * What one process says to the others stands in files: how far ahead all are to be, and how far each is. Who starts
 * when all others have ended begins with the time of the machine.
 * @param folder of these files alone
 */
export function shareClock(folder: string, name: string): SharedClock {
  mkdirSync(folder, { recursive: true });
  const clock = movableClock();
  const file = join(folder, TARGET);
  if (others(folder).length === 0) rmSync(file, { force: true });
  let ahead = readTarget(file);
  clock.advance(ahead);
  const tell = (): void => write(join(folder, `${name}.${process.pid}`), ahead);
  return {
    clock,
    advance: async (seconds) => {
      const target = readTarget(file) + seconds * 1_000;
      write(file, target);
      const giveUpAt = clock.monotonicMs() + TIMEOUT_MS;
      while (others(folder).some((reached) => reached < target)) {
        if (clock.monotonicMs() > giveUpAt) throw new Error('What became due was not done in time.');
        await sleep(POLL_MS);
      }
      return clock.now();
    },
    follow: (service) => {
      let isStopped = false;
      tell();
      const run = async (): Promise<void> => {
        while (!isStopped) {
          const target = readTarget(file);
          if (target > ahead) {
            await advance(clock, (target - ahead) / 1_000, [service]).catch((error: unknown) =>
              service.ctx.log.error('not all that became due was done', { error }),
            );
            ahead = target;
            tell();
          }
          await sleep(POLL_MS, undefined, { ref: false });
        }
      };
      void run();
      return {
        stop: () => {
          isStopped = true;
          rmSync(join(folder, `${name}.${process.pid}`), { force: true });
        },
      };
    },
  };
}

/** How far each process is that follows. */
function others(folder: string): number[] {
  return readdirSync(folder).flatMap((each) => {
    const [, pid] = /^\w+\.(\d+)$/.exec(each) ?? [];
    if (pid === undefined || !isAlive(Number(pid))) return [];
    return read(join(folder, each)) ?? [];
  });
}

function readTarget(file: string): number {
  return read(file) ?? 0;
}

/** Undefined where the file has gone, as that of a process goes with it. */
function read(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Nobody reads half of it. */
function write(file: string, milliseconds: number): void {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, String(milliseconds));
  renameSync(draft, file);
}
