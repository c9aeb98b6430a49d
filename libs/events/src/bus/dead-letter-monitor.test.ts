import { testClock } from '@siteninja/core';
import { type Bus, type DeadLetterCounts } from './bus';
import { DeadLetterMonitor } from './dead-letter-monitor';
import { inProcessBus } from './in-process-bus';
import { silentLog } from '../test-support';

describe('DeadLetterMonitor', () => {
  it('dead letters are counted again after 30 s, however often they are asked for', async () => {
    const clock = testClock();
    let asked = 0;
    let counts: DeadLetterCounts = { unrouted: 0, byQueue: { 'content.limits': 0 } };
    const bus: Bus = Object.assign(inProcessBus({ log: silentLog() }), {
      countDeadLetters: () => {
        asked += 1;
        return Promise.resolve(counts);
      },
    });
    const monitor = new DeadLetterMonitor(bus, () => clock.monotonicMs());
    expect(await monitor.nonEmpty()).toEqual([]);
    counts = { unrouted: 1, byQueue: { 'content.limits': 2, 'content.tenants': 0 } };
    clock.advance(29_999);
    expect(await monitor.nonEmpty()).toEqual([]);
    expect(asked).toBe(1);
    clock.advance(1);
    expect(await monitor.nonEmpty()).toEqual([
      ['content.limits', 2],
      ['unrouted', 1],
    ]);
  });
});
