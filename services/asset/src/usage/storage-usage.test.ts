import { stat } from 'node:fs/promises';
import { calls } from '@siteninja/contracts';
import { newId, unavailable } from '@siteninja/core';
import { callers, stubCall } from '@siteninja/testing';
import { type AssetTest, picture, startAssetTest } from '../test-support';
import { reportStorage } from './report-storage';
import { storageUsage } from './storage-usage.model';

let service: AssetTest;
let tenantId: string;
let png: Buffer;
/** What billing was told last, by tenant. */
const reported = new Map<string, number>();
let isBillingDown = false;
/** Bytes that each upload of it keeps. */
let kept: number;

beforeAll(async () => {
  service = await startAssetTest({
    stubs: [
      stubCall(calls.reportStorage, ({ body }) => {
        if (isBillingDown) throw unavailable('service.unavailable', 'No.');
        for (const { tenantId: id, usedBytes } of body.items) reported.set(id, usedBytes);
        return undefined;
      }),
    ],
  });
  png = await picture(60, 60).png().toBuffer();
  tenantId = newId();
  await service.upload(tenantId, png);
  kept = await bytesOnDisk();
});
afterAll(() => service.stop());
beforeEach(() => {
  tenantId = newId();
});

async function usage() {
  const row = await storageUsage.in({ ...service.ctx, tenantId }).findOne({});
  return row && { used: row.usedBytes, reserved: row.reservedBytes, limit: row.limitBytes };
}

function allow(
  storageBytes: number | null,
  more: { version?: number; id?: string; occurredAt?: string } = {},
) {
  const { version = 1, id = newId(), occurredAt = new Date().toISOString() } = more;
  const resource = { type: 'subscription', id, version };
  const data = { id, limits: { pages: 5, storageBytes } };
  return service.deliver({ type: 'subscription.updated', tenantId, resource, data, occurredAt });
}

const remove = (id: string) =>
  service.as(callers.editor(tenantId)).delete(`/tenants/${tenantId}/assets/${id}`);

/** Of the tenant's files. */
async function bytesOnDisk(): Promise<number> {
  const files = (await service.filesLeft()).filter((path) => path.includes(tenantId));
  const sizes = await Promise.all(files.map(async (path) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe("the plan's storage", () => {
  it('what counts is what lies on the disk, of every kind of file', async () => {
    const noise = picture(1_100, 700);
    const files: [string, Buffer | string][] = [
      ['image/png', await noise.png().toBuffer()],
      ['image/jpeg', await noise.jpeg().toBuffer()],
      ['image/gif', await picture(40, 40).gif().toBuffer()],
      [
        'image/svg+xml',
        '<svg xmlns="http://www.w3.org/2000/svg"><!-- dropped --><path d="M0 0h8v4z"/></svg>',
      ],
      ['application/pdf', '%PDF-1.7\n%%EOF\n'],
    ];
    for (const [contentType, bytes] of files) {
      const upload = { contentType, filename: 'file' };
      expect((await service.upload(tenantId, bytes, upload)).status).toBe(201);
      expect([contentType, (await usage())?.used]).toEqual([contentType, await bytesOnDisk()]);
    }
    const list = await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/assets`);
    for (const { id } of list.body.data.items) await remove(id);
    await service.runDueJobs();
    expect([(await usage())?.used, await bytesOnDisk()]).toEqual([0, 0]);
  });

  it('an upload for which there is no room at all is refused before it is decoded', async () => {
    await allow(kept);
    expect((await service.upload(tenantId, png)).status).toBe(201);
    const refused = await service.upload(tenantId, png);
    expect([refused.status, refused.body.code]).toEqual([402, 'plan.limit_reached']);
    expect(await bytesOnDisk()).toBe(kept);
  });

  it('an upload takes storage, and its deletion frees it', async () => {
    const { body } = await service.upload(tenantId, png);
    expect(await usage()).toEqual({ used: await bytesOnDisk(), reserved: 0, limit: 1024 ** 3 });
    expect(await bytesOnDisk()).toBeGreaterThan(png.length);
    await remove(body.data.id);
    expect(await usage()).toMatchObject({ used: 0, reserved: 0 });
  });

  it('parallel uploads never exceed the storage of the plan', async () => {
    const room = 3;
    const document = (index: number) => `%PDF-1.7\n% ${index}\n%%EOF\n`;
    const size = document(0).length;
    await allow(room * size + 10);
    const upload = { contentType: 'application/pdf', filename: 'menu.pdf' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => service.upload(tenantId, document(index), upload)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 201, 201, 402, 402, 402, 402, 402, 402, 402]);
    expect(await usage()).toMatchObject({ used: room * size, reserved: 0 });
    expect(await bytesOnDisk()).toBe(room * size);
    const refused = answers.find(({ status }) => status === 402);
    expect(refused?.body).toMatchObject({
      code: 'plan.limit_reached',
      details: [{ field: 'storageBytes', limit: room * size + 10 }],
    });
    expect(refused?.body.details[0].usage).toBeGreaterThan(0);
    const list = await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/assets`);
    expect(list.body.data.items).toHaveLength(room);
  });

  it('equal bytes are two assets, kept and counted once until the last of them is deleted', async () => {
    const uploads = await Promise.all([1, 2, 3].map(() => service.upload(tenantId, png)));
    const ids = uploads.map(({ body }) => body.data.id);
    expect(new Set(ids).size).toBe(3);
    expect([await usage(), await bytesOnDisk()]).toMatchObject([{ used: kept }, kept]);
    for (const id of ids.slice(1)) expect((await remove(id)).status).toBe(204);
    await service.runDueJobs();
    expect([await usage(), await bytesOnDisk()]).toMatchObject([{ used: kept }, kept]);
    const left = await service.as(callers.anonymous).get(new URL(uploads[0]?.body.data.url).pathname);
    expect(left.status).toBe(200);
    await service.upload(newId(), png);
    await remove(ids[0]);
    await service.runDueJobs();
    expect([await usage(), await bytesOnDisk()]).toMatchObject([{ used: 0 }, 0]);
  });

  it("the storage limit is the newest subscription's, in whatever order its events come", async () => {
    const id = newId();
    await service.deliver({ type: 'tenant.created', tenantId });
    expect(await usage()).toEqual({ used: 0, reserved: 0, limit: 1024 ** 3 });
    await allow(500, { id, version: 2 });
    await allow(900, { id, version: 1 });
    expect(await usage()).toMatchObject({ limit: 500 });
    await allow(null, { id, version: 3 });
    expect((await service.upload(tenantId, png)).status).toBe(201);
    // Versions of a later subscription start at 1 again.
    await allow(100, { version: 1, occurredAt: new Date(Date.now() + 1_000).toISOString() });
    await allow(700, { id, version: 4 });
    expect(await usage()).toMatchObject({ limit: 100 });
    expect((await service.upload(tenantId, png)).status).toBe(402);
  });

  it('what is used, reserved and allowed can be read, with how many assets of each type there are', async () => {
    const read = async () =>
      (await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/assets/usage`)).body.data;
    const none = { image: 0, document: 0, video: 0, other: 0 };
    expect(await read()).toEqual({ usedBytes: 0, reservedBytes: 0, limitBytes: 1024 ** 3, assets: none });
    await allow(10 * kept);
    await service.upload(tenantId, png);
    await service.upload(tenantId, png);
    await service.upload(tenantId, '%PDF-1.7\n%%EOF\n', {
      contentType: 'application/pdf',
      filename: 'a.pdf',
    });
    const announced = { filename: 'van.png', mimeType: 'image/png', size: 70 };
    await service.as(callers.editor(tenantId)).post(`/tenants/${tenantId}/assets/presign`).send(announced);
    expect(await read()).toEqual({
      usedBytes: await bytesOnDisk(),
      reservedBytes: 70,
      limitBytes: 10 * kept,
      assets: { ...none, image: 2, document: 1 },
    });
    await allow(null, { occurredAt: new Date(Date.now() + 1_000).toISOString() });
    expect(await read()).toMatchObject({ limitBytes: null });
  });

  it('billing is told what is kept: equal bytes once, and less only with the last of them', async () => {
    // Before there is anything to tell, as the job of the service tells it too.
    isBillingDown = true;
    const first = await service.upload(tenantId, png);
    const second = await service.upload(tenantId, png);
    await expect(reportStorage(service.ctx)).rejects.toThrow();
    isBillingDown = false;
    await reportStorage(service.ctx);
    expect(reported.get(tenantId)).toBe(kept);
    await remove(first.body.data.id);
    await reportStorage(service.ctx);
    expect(reported.get(tenantId)).toBe(kept);
    await remove(second.body.data.id);
    await reportStorage(service.ctx);
    expect(reported.get(tenantId)).toBe(0);
    reported.clear();
    await reportStorage(service.ctx);
    expect(reported.size).toBe(0);
  });

  it('a failed upload takes no storage', async () => {
    await allow(10 * kept);
    await service.upload(tenantId, png.subarray(0, png.length / 2));
    jest.spyOn(service.ctx.ports.blobs, 'put').mockRejectedValueOnce(new Error('The disk is full.'));
    expect((await service.upload(tenantId, png)).status).toBe(500);
    expect(await usage()).toMatchObject({ used: 0, reserved: 0 });
  });
});
