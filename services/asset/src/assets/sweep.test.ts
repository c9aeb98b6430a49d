import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId, type TestClock, testClock } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { storageUsage } from '../usage/storage-usage.model';
import { type AssetTest, picture, startAssetTest } from '../test-support';
import { assets } from './asset.model';

let service: AssetTest;
let clock: TestClock;
let tenantId: string;
let png: Buffer;
const MINUTE = 60_000;

beforeAll(async () => {
  clock = testClock();
  service = await startAssetTest({ shared: { clock }, env: { LOG_LEVEL: 'silent' } });
  png = await picture(60, 60).png().toBuffer();
});
afterAll(() => service.stop());
beforeEach(() => {
  tenantId = newId();
});
afterEach(() => jest.restoreAllMocks());

const own = () => ({ ...service.ctx, tenantId });

/** Moves the clock by some turns of the sweeper, and lets it run. */
async function sweepAfter(minutes: number): Promise<void> {
  clock.advance(minutes * MINUTE);
  await service.runDueJobs();
}

/** An upload that a crash interrupts: nothing removes what it has stored. */
async function halfDone(): Promise<void> {
  const { blobs } = service.ctx.ports;
  const { put } = blobs;
  let stored = 0;
  jest.spyOn(blobs, 'put').mockImplementation((...args) => {
    stored += 1;
    return stored > 3 ? Promise.reject(new Error('crash')) : put(...args);
  });
  jest.spyOn(blobs, 'delete').mockRejectedValue(new Error('crash'));
  expect((await service.upload(tenantId, png)).status).toBe(500);
  jest.restoreAllMocks();
}

describe('interrupted uploads and deletions', () => {
  it('an unfinished upload is shown to nobody', async () => {
    await halfDone();
    expect(await service.filesLeft()).toHaveLength(3);
    expect(await assets.in(own()).find({})).toMatchObject([{ status: 'pending' }]);
    const list = await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/assets`);
    expect(list.body.data.items).toEqual([]);
    expect((await service.events()).filter((event) => event.tenantId === tenantId)).toEqual([]);
    await sweepAfter(6);
  });

  it('the files, row and reservation of an unfinished upload are removed after some minutes', async () => {
    await halfDone();
    await sweepAfter(1);
    expect(await assets.in(own()).count({})).toBe(1);
    await sweepAfter(6);
    await sweepAfter(1);
    expect(await assets.in(own()).count({})).toBe(0);
    expect(await service.filesLeft()).toEqual([]);
    expect(await storageUsage.in(own()).findOne({})).toMatchObject({ usedBytes: 0, reservedBytes: 0 });
  });

  it('a deletion that left its files is finished by the sweeper', async () => {
    const { body } = await service.upload(tenantId, png);
    jest.spyOn(service.ctx.ports.blobs, 'delete').mockRejectedValue(new Error('crash'));
    const path = `/tenants/${tenantId}/assets/${body.data.id}`;
    expect((await service.as(callers.editor(tenantId)).delete(path)).status).toBe(204);
    jest.restoreAllMocks();
    expect((await service.as(callers.viewer(tenantId)).get(path)).status).toBe(404);
    const file = new URL(body.data.url).pathname;
    expect((await service.as(callers.anonymous).get(file)).status).toBe(404);
    await sweepAfter(6);
    expect(await service.filesLeft()).toEqual([]);
    expect(await assets.in(own()).count({})).toBe(0);
  });

  it('a received file that nobody worked on is removed', async () => {
    await mkdir(service.uploadFolder, { recursive: true });
    const old = join(service.uploadFolder, 'old');
    await writeFile(old, 'x');
    const before = new Date(clock.now().getTime() - 10 * MINUTE);
    await utimes(old, before, before);
    await sweepAfter(1);
    expect(await service.filesLeft()).toEqual([]);
  });
});
