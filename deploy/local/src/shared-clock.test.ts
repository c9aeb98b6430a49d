import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, type Ctx, systemClock } from '@siteninja/core';
import { connectMongo } from '@siteninja/mongo';
import { callers, dropDatabase, testMongoUri } from '@siteninja/testing';
import { type SharedClock, shareClock } from './shared-clock';

const DAY = 24 * 60 * 60;
const MINUTE_MS = 60_000;
/** No process has such an id. */
const NO_PROCESS = 2 ** 30;

let ctx: Ctx;
let folder: string;
const stopping: (() => void)[] = [];
beforeAll(async () => {
  const log = createLog('test', 'silent');
  ctx = {
    ...{ caller: callers.anonymous, tenantId: null, request: null, config: {}, ports: {} },
    ...{ clock: systemClock, log, invalidate: () => undefined },
    db: await connectMongo(testMongoUri(), `clock_${randomUUID().slice(0, 8)}`, log),
  };
});
afterAll(async () => {
  await ctx.db.close();
  await dropDatabase(ctx.db.name);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siteninja-clock-'));
});
afterEach(() => {
  for (const stop of stopping.splice(0)) stop();
  rmSync(folder, { recursive: true });
});

/** A process that follows the others, and what it does when its clock was moved. */
function follows(name: string, runDueJobs: () => Promise<void> = () => Promise.resolve()): SharedClock {
  const shared = shareClock(folder, name);
  const { stop } = shared.follow({ ctx, runDueJobs });
  stopping.push(stop);
  return shared;
}
/** Days that a clock is ahead of the machine's. */
const daysAhead = ({ clock }: SharedClock): number =>
  Math.floor((clock.now().getTime() - Date.now() + MINUTE_MS) / (DAY * 1_000));

describe('the clock that processes share', () => {
  it('is moved for all of them, and each has done what became due when it is said to be', async () => {
    const done: string[] = [];
    const content = follows('content', async () => void done.push('content'));
    const billing = follows('billing', async () => void done.push('billing'));
    expect(daysAhead(content)).toBe(0);
    await content.advance(3 * DAY);
    expect([content, billing].map(daysAhead)).toEqual([3, 3]);
    expect(done.sort()).toEqual(['billing', 'content']);
    await billing.advance(DAY);
    expect([content, billing].map(daysAhead)).toEqual([4, 4]);
  });

  it('is as far ahead for who starts later', async () => {
    const first = follows('content');
    await first.advance(DAY);
    expect(daysAhead(follows('billing'))).toBe(1);
  });

  it('is the time of the machine once all others have ended', async () => {
    const first = follows('content');
    await first.advance(DAY);
    for (const stop of stopping.splice(0)) stop();
    expect(daysAhead(follows('billing'))).toBe(0);
  });

  it('does not wait for a process that ended without a word', async () => {
    writeFileSync(join(folder, `asset.${NO_PROCESS}`), '0');
    const first = follows('content');
    await first.advance(DAY);
    expect(daysAhead(first)).toBe(1);
  });

  it('is moved also where what became due cannot be done', async () => {
    const failing = follows('content', () => Promise.reject(new Error('The database is gone.')));
    await failing.advance(DAY);
    expect(daysAhead(failing)).toBe(1);
  });
});
