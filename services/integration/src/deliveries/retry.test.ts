import { retryDelayMs } from './retry';

describe('retries', () => {
  const middle = (attempts: number, backoff: number | null = null) => retryDelayMs(attempts, backoff, 0, 0.5);

  it('a delivery is tried again after 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, then no more', () => {
    const minutes = [5 / 60, 5, 30, 120, 300, 600, 840, 1_200, 1_440];
    expect(minutes.map((_, index) => middle(index + 1))).toEqual(minutes.map((count) => count * 60_000));
    expect(middle(10)).toBeNull();
  });

  it('each wait differs from the schedule by a fifth at most', () => {
    expect([retryDelayMs(2, null, 0, 0), retryDelayMs(2, null, 0, 1)]).toEqual([240_000, 360_000]);
  });

  it('retryBackoff is doubled each time, up to 24 hours', () => {
    expect([1, 2, 3, 4].map((count) => middle(count, 10))).toEqual([10_000, 20_000, 40_000, 80_000]);
    expect(middle(9, 86_400)).toBe(86_400_000);
  });

  it('Retry-After prolongs a wait, up to 24 hours, and never shortens it', () => {
    expect(retryDelayMs(1, null, 60_000, 0.5)).toBe(60_000);
    expect(retryDelayMs(1, null, 1_000, 0.5)).toBe(5_000);
    expect(retryDelayMs(1, null, 1e12, 0.5)).toBe(86_400_000);
  });
});
