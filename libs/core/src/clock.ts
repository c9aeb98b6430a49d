export const HOUR_MS = 60 * 60 * 1_000;
export const DAY_MS = 24 * HOUR_MS;

/** The month in UTC, such as `2026-03`. */
export function monthOf(date: Date): string {
  return date.toISOString().slice(0, 'YYYY-MM'.length);
}

/** The time as the product sees it, so that tests can move it. */
export interface Clock {
  now(): Date;
  /** Milliseconds since some moment in the past. It never jumps when somebody sets the machine's time. */
  monotonicMs(): number;
}

export const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };

/** A clock that tests move. */
export interface TestClock extends Clock {
  advance(milliseconds: number): void;
}

/** Stands still until it is advanced. */
export function testClock(start: Date = new Date()): TestClock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    monotonicMs: () => time,
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}

/** The machine's time, moved forward by what it is advanced by. */
export function movableClock(): TestClock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    monotonicMs: () => systemClock.monotonicMs(),
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}
