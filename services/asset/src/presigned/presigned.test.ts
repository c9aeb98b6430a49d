import { createHash } from 'node:crypto';
import { newId, type TestClock, testClock } from '@siteninja/core';
import { callers, until } from '@siteninja/testing';
import { type AssetTest, picture, startAssetTest } from '../test-support';
import { storageUsage } from '../usage/storage-usage.model';

let service: AssetTest;
let clock: TestClock;
let tenantId: string;
let png: Buffer;
const MINUTE = 60_000;

beforeAll(async () => {
  clock = testClock();
  service = await startAssetTest({ shared: { clock } });
  png = await picture(40, 30).png().toBuffer();
});
afterAll(() => service.stop());
beforeEach(() => {
  tenantId = newId();
});

interface Presigned {
  assetId: string;
  upload: { url: string; method: string; headers: Record<string, string> };
}

const editor = () => service.as(callers.editor(tenantId));
const assetsPath = () => `/tenants/${tenantId}/assets`;
const complete = (id: string) => editor().post(`${assetsPath()}/${id}/complete`);
const announce = (more: object = {}) =>
  editor()
    .post(`${assetsPath()}/presign`)
    .send({ filename: 'van.png', mimeType: 'image/png', size: png.length, ...more });
const presign = async (more: object = {}): Promise<Presigned> => (await announce(more)).body.data;
const usage = async () => {
  const row = await storageUsage.in({ ...service.ctx, tenantId }).findOne({});
  return { used: row?.usedBytes, reserved: row?.reservedBytes };
};
const left = async () => (await service.filesLeft()).filter((path) => path.includes(tenantId));

function send({ upload }: Presigned, bytes: Buffer) {
  const { pathname, search } = new URL(upload.url);
  return service.as(callers.anonymous).put(`${pathname}${search}`).set(upload.headers).send(bytes);
}

describe('an announced file', () => {
  it('is no asset until it is sent and completed, and then like any other', async () => {
    const presigned = await presign({ checksum: createHash('sha256').update(png).digest('hex') });
    const { assetId, upload } = presigned;
    expect(upload).toMatchObject({ method: 'PUT', headers: { 'Content-Type': 'image/png' } });
    expect(upload.url).toMatch(/^http:\/\/localhost:8080\/assets\//);
    expect(await usage()).toEqual({ used: 0, reserved: png.length });
    expect((await editor().get(`${assetsPath()}/${assetId}`)).status).toBe(404);
    expect((await complete(assetId)).body).toMatchObject({ code: 'asset.not_sent' });
    expect((await send(presigned, png)).status).toBe(204);
    expect((await editor().get(assetsPath())).body.data.items).toEqual([]);
    const { status, body } = await complete(assetId);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ id: assetId, filename: 'van.png', width: 40, size: png.length });
    expect((await editor().get(`${assetsPath()}/${assetId}`)).body.data).toEqual(body.data);
    expect((await complete(assetId)).body.data).toEqual(body.data);
    expect((await usage()).reserved).toBe(0);
    const events = (await service.events()).filter((event) => event.tenantId === tenantId);
    expect(events.map(({ type }) => type)).toEqual(['asset.uploaded']);
  });

  it('completed by several requests at once is one asset', async () => {
    const presigned = await presign();
    await send(presigned, png);
    const answers = await Promise.all([1, 2, 3].map(() => complete(presigned.assetId)));
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect((await editor().get(assetsPath())).body.data.items).toHaveLength(1);
    expect((await usage()).reserved).toBe(0);
  });

  it('has an address that takes one file, of the announced size and checksum, and no other', async () => {
    const presigned = await presign({ checksum: createHash('sha256').update(png).digest('hex') });
    const longer = await send(presigned, Buffer.concat([png, Buffer.from('x')]));
    expect([longer.status, longer.body.code]).toEqual([413, 'asset.too_large']);
    expect((await send(presigned, png.subarray(1))).status).toBe(422);
    expect((await send(presigned, Buffer.alloc(png.length))).status).toBe(422);
    expect(await left()).toEqual([]);
    expect((await send(presigned, png)).status).toBe(204);
    const again = await send(presigned, png);
    expect([again.status, again.body.code]).toEqual([403, 'asset.upload_refused']);
    const other = await presign();
    const swapped = { ...presigned, upload: { ...other.upload, url: presigned.upload.url } };
    expect((await send(swapped, png)).status).toBe(403);
    for (const url of [
      other.upload.url.replace(/token=.*/, 'token=x'),
      other.upload.url.replace(tenantId, newId()),
      other.upload.url.replace(other.assetId, newId()),
    ]) {
      expect((await send({ ...other, upload: { ...other.upload, url } }, png)).status).toBe(403);
    }
  });

  it('that is sent again while an earlier attempt still hangs is taken at once, and the late one refused', async () => {
    const presigned = await presign();
    const { blobs } = service.ctx.ports;
    const put = blobs.put.bind(blobs);
    let goOn: (() => void) | undefined;
    jest.spyOn(blobs, 'put').mockImplementationOnce(async (...sent) => {
      await new Promise<void>((resolve) => (goOn = resolve));
      return put(...sent);
    });
    const hanging = send(presigned, png).then(({ status }) => status);
    await until(() => goOn !== undefined);
    expect((await send(presigned, png)).status).toBe(204);
    goOn?.();
    expect(await hanging).toBe(403);
    expect(await left()).toHaveLength(1);
    expect((await complete(presigned.assetId)).status).toBe(200);
  });

  it('is not taken while its tenant is deleted', async () => {
    const presigned = await presign();
    const told = (type: 'tenant.deleted' | 'tenant.restored', version: number) =>
      service.deliver({ type, tenantId, resource: { type: 'tenant', id: tenantId, version } });
    await told('tenant.deleted', 2);
    expect((await send(presigned, png)).status).toBe(403);
    await told('tenant.restored', 3);
    expect((await send(presigned, png)).status).toBe(204);
  });

  it('that is not of its announced type is refused when it is completed, and gone', async () => {
    const presigned = await presign({ mimeType: 'image/jpeg' });
    await send(presigned, png);
    const refused = await complete(presigned.assetId);
    expect([refused.status, refused.body.code]).toEqual([415, 'asset.type_mismatch']);
    expect((await complete(presigned.assetId)).status).toBe(404);
    expect([await usage(), await left()]).toEqual([{ used: 0, reserved: 0 }, []]);
  });

  it('that is larger than its own type may be is refused as it comes, and leaves nothing', async () => {
    const size = 26 * 1024 * 1024;
    const presigned = await presign({ mimeType: 'video/mp4', size });
    const refused = await send(presigned, Buffer.concat([png, Buffer.alloc(size - png.length)]));
    expect([refused.status, refused.body.code]).toEqual([413, 'asset.too_large']);
    expect(refused.body.details[0].message).toContain('25 MB');
    expect(await left()).toEqual([]);
    expect((await complete(presigned.assetId)).body.code).toBe('asset.not_sent');
  });

  it('that is not completed in time leaves nothing, and its address takes no file after an hour', async () => {
    const [sent, unsent] = [await presign(), await presign()];
    await send(sent, png);
    clock.advance(61 * MINUTE);
    expect((await send(unsent, png)).status).toBe(403);
    await service.runDueJobs();
    expect((await usage()).reserved).toBe(2 * png.length);
    clock.advance(15 * MINUTE);
    await service.runDueJobs();
    expect([await usage(), await left()]).toEqual([{ used: 0, reserved: 0 }, []]);
    expect((await complete(sent.assetId)).status).toBe(404);
  });

  it('for which the plan has no room is refused, however many are announced at once', async () => {
    const id = newId();
    const data = { id, limits: { storageBytes: 2 * png.length } };
    const resource = { type: 'subscription', id, version: 1 };
    await service.deliver({ type: 'subscription.updated', tenantId, resource, data });
    const statuses = (await Promise.all([1, 2, 3, 4].map(() => announce()))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 402, 402]);
  });

  it('is refused by its fields where it could never be completed', async () => {
    for (const wrong of [{ mimeType: 'text/html' }, { size: 0 }, { filename: '' }, { checksum: 'x' }]) {
      const { status, body } = await announce(wrong);
      expect([status, body.details[0].field]).toEqual([422, Object.keys(wrong)[0]]);
    }
    const [picture, video] = [{ size: 26 * 1024 * 1024 }, { size: 101 * 1024 * 1024, mimeType: 'video/mp4' }];
    const drawing = { size: 257 * 1024, mimeType: 'image/svg+xml' };
    for (const large of [picture, video, drawing]) expect((await announce(large)).status).toBe(413);
    expect((await announce({ ...picture, mimeType: 'video/mp4' })).status).toBe(200);
    const viewer = service.as(callers.viewer(tenantId)).post(`${assetsPath()}/presign`);
    expect((await viewer.send({})).status).toBe(403);
  });
});
