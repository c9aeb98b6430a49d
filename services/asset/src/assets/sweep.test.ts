import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError, newId, type TestClock, testClock } from '@siteninja/core';
import { callers, until } from '@siteninja/testing';
import { storageUsage } from '../usage/storage-usage.model';
import { type AssetTest, picture, startAssetTest } from '../test-support';
import { assets } from './asset.model';
import { inspectPicture } from './picture';

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

/** An upload that stops in the middle, as its process does in a crash, until `end` is called. */
async function halfDone(): Promise<{ end(): Promise<void> }> {
  const { blobs } = service.ctx.ports;
  const { put } = blobs;
  let stored = 0;
  let fail = (_error: Error): void => undefined;
  const stopped = new Promise<void>((_, reject) => {
    fail = reject;
  });
  jest.spyOn(blobs, 'put').mockImplementation((...args) => {
    stored += 1;
    return stored > 1 ? stopped : put(...args);
  });
  const answer = service.upload(tenantId, png).then(({ status }) => status);
  await until(() => stored > 1);
  jest.restoreAllMocks();
  const end = async () => {
    fail(new Error('crash'));
    expect(await answer).toBe(500);
  };
  return { end };
}

describe('interrupted uploads and deletions', () => {
  it('an unfinished upload is shown to nobody', async () => {
    const { end } = await halfDone();
    expect(await service.filesLeft()).toHaveLength(2);
    expect(await assets.in(own()).find({})).toMatchObject([{ status: 'pending' }]);
    const list = await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/assets`);
    expect(list.body.data.items).toEqual([]);
    expect((await service.events()).filter((event) => event.tenantId === tenantId)).toEqual([]);
    await end();
    await service.runDueJobs();
    expect(await service.filesLeft()).toEqual([]);
  });

  it('the files, row and storage of an unfinished upload are removed after some minutes', async () => {
    const { end } = await halfDone();
    await sweepAfter(1);
    expect(await assets.in(own()).count({})).toBe(1);
    await sweepAfter(6);
    await sweepAfter(1);
    expect(await assets.in(own()).count({})).toBe(0);
    expect(await storageUsage.in(own()).findOne({})).toMatchObject({ usedBytes: 0, reservedBytes: 0 });
    await end();
    expect(await service.filesLeft()).toEqual([]);
  });

  it('files that could not be deleted are deleted later', async () => {
    const { body } = await service.upload(tenantId, png);
    jest.spyOn(service.ctx.ports.blobs, 'delete').mockRejectedValueOnce(new Error('crash'));
    const path = `/tenants/${tenantId}/assets/${body.data.id}`;
    expect((await service.as(callers.editor(tenantId)).delete(path)).status).toBe(204);
    await service.runDueJobs();
    expect(await service.filesLeft()).not.toEqual([]);
    expect((await service.as(callers.viewer(tenantId)).get(path)).status).toBe(404);
    const file = new URL(body.data.url).pathname;
    expect((await service.as(callers.anonymous).get(file)).status).toBe(404);
    await sweepAfter(1);
    expect(await service.filesLeft()).toEqual([]);
    expect(await assets.in(own()).count({})).toBe(0);
  });

  it('a received file that nobody worked on is removed, and one that is just received stays, whatever the clock was moved to', async () => {
    await mkdir(service.uploadFolder, { recursive: true });
    const [old, fresh] = [join(service.uploadFolder, 'old'), join(service.uploadFolder, 'fresh')];
    await writeFile(old, 'x');
    await writeFile(fresh, 'x');
    const before = new Date(Date.now() - 10 * MINUTE);
    await utimes(old, before, before);
    await sweepAfter(365 * 24 * 60);
    expect(await service.filesLeft()).toEqual([fresh]);
    await rm(fresh);
  });

  it('a blob that was being written when its process ended is removed after an hour', async () => {
    const writing = join(service.blobFolder, '.writing');
    await mkdir(writing, { recursive: true });
    const [old, fresh] = [join(writing, 'old'), join(writing, 'fresh')];
    await writeFile(old, 'x');
    await writeFile(fresh, 'x');
    const before = new Date(Date.now() - 61 * MINUTE);
    await utimes(old, before, before);
    await sweepAfter(1);
    expect(await service.filesLeft()).toEqual([fresh]);
    await rm(fresh);
  });

  it('a received file that vanishes is a fault of the service, not of the picture', async () => {
    const failure = inspectPicture(join(service.uploadFolder, 'gone.png'), 'image/png');
    await expect(failure).rejects.toThrow(/missing/);
    await expect(failure).rejects.not.toBeInstanceOf(DomainError);
  });
});
