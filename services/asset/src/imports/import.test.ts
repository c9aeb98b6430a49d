import { writeFile } from 'node:fs/promises';
import { calls } from '@siteninja/contracts';
import { newId, type TestClock, testClock } from '@siteninja/core';
import { callers, stubCall } from '@siteninja/testing';
import { type AssetTest, picture, startAssetTest } from '../test-support';
import { assets } from '../assets/asset.model';
import { storageUsage } from '../usage/storage-usage.model';

let service: AssetTest;
let clock: TestClock;
let png: Buffer;
let tenantId: string;
let importId: string;
interface Shown {
  url: string;
  variants: { url: string }[];
}
const JPEG = { filename: 'van.jpg', contentType: 'image/jpeg' };
/** What content says of an asset. */
const imported = new Set<string>();

beforeAll(async () => {
  clock = testClock();
  const stub = stubCall(calls.isAssetImported, ({ params }) => ({
    isImported: imported.has(params.assetId),
  }));
  service = await startAssetTest({ shared: { clock }, stubs: [stub] });
  png = await picture(30, 20).png().toBuffer();
});
afterAll(() => service.stop());
beforeEach(() => {
  [tenantId, importId] = [newId(), newId()];
});

const content = () => service.as(callers.service('content'));
const of = (path = '') => `/internal/imports/${importId}${path}?tenantId=${tenantId}`;
const send = (assetId: string, bytes = png, more = '') =>
  content()
    .put(of(`/assets/${assetId}`) + more)
    .type('application/octet-stream')
    .send(bytes);
const seen = async () =>
  (await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/assets`)).body.data.items;
const used = async () => (await storageUsage.in({ ...service.ctx, tenantId }).findOne({}))?.usedBytes;
const described = (id: string) => ({
  ...{ id, filename: 'van.png', alt: 'Our van', folder: 'work', focalPoint: { x: 0.5, y: 0.1 } },
});
const tellOfImport = () =>
  service.deliver({
    type: 'site.imported',
    tenantId,
    resource: { type: 'site', id: tenantId, version: 2 },
    data: { importId },
  });

describe('the files of an import', () => {
  it('are seen by nobody until the import has been committed, and then as they were described', async () => {
    const assetId = newId();
    const sent = await send(assetId);
    expect(sent.body.data).toMatchObject({ id: assetId, tenantId, width: 30, height: 20 });
    expect(sent.body.data.variants).not.toHaveLength(0);
    await content()
      .put(of())
      .send({ assets: [described(assetId)] })
      .expect(200);
    const file = new URL(sent.body.data.url).pathname;
    expect(await seen()).toEqual([]);
    expect((await service.as(callers.anonymous).get(file)).status).toBe(404);
    expect(await used()).toBeGreaterThan(0);

    await tellOfImport();
    await service.runDueJobs();
    expect(await seen()).toMatchObject([described(assetId)]);
    expect((await service.as(callers.anonymous).get(file)).status).toBe(200);
    const uploaded = (await service.events()).filter((event) => event.tenantId === tenantId);
    expect(uploaded).toMatchObject([{ type: 'asset.uploaded', causedBy: expect.any(String) }]);
    await tellOfImport();
    await service.runDueJobs();
    expect((await service.events()).filter((event) => event.tenantId === tenantId)).toHaveLength(1);
  });

  it('are copied with their variants where the asset that they are said to be of has the same bytes', async () => {
    const sourceTenantId = newId();
    const upload = async (width: number) =>
      (await service.upload(sourceTenantId, await picture(width, 100).jpeg().toBuffer(), JPEG)).body.data;
    const [source, other] = [await upload(300), await upload(200)];
    const original = Buffer.from(
      (await service.as(callers.anonymous).get(new URL(source.url).pathname).buffer()).body,
    );
    const filesOf = ({ url, variants }: Shown) =>
      [url, ...variants.map((variant) => variant.url)].map((each) => each.split('/').at(-1));
    const from = (id: string) => `&sourceTenantId=${sourceTenantId}&sourceAssetId=${id}`;
    const copied = (await send(newId(), original, from(source.id))).body.data;
    expect(filesOf(copied)).toEqual(filesOf(source));
    for (const { url } of copied.variants) expect(url).toContain(`/${tenantId}/${copied.id}/`);

    for (const id of [other.id, newId()]) {
      const madeAnew = (await send(newId(), original, from(id))).body.data;
      expect(madeAnew).toMatchObject({ width: 300, height: 100 });
      expect(filesOf(madeAnew)).not.toEqual(filesOf(source));
    }
    for (const path of (await service.filesLeft()).filter((each) => each.includes(sourceTenantId))) {
      await writeFile(path, 'altered');
    }
    const mended = (await send(newId(), original, from(source.id))).body.data;
    expect(filesOf(mended)).not.toEqual(filesOf(source));
  });

  it('are checked as any upload, and refused with the storage of the plan', async () => {
    expect((await send(newId(), Buffer.from('MZ no picture'))).body.code).toBe('asset.unsupported_type');
    await send(newId());
    await storageUsage.in({ ...service.ctx, tenantId }).updateOne({}, { $set: { limitBytes: 100 } });
    const other = await picture(31, 20).png().toBuffer();
    const { status, body } = await send(newId(), other);
    expect([status, body.code, body.details?.[0]]).toMatchObject([
      402,
      'plan.limit_reached',
      { field: 'storageBytes', limit: 100 },
    ]);
  });

  it('are refused by their size once their first bytes tell their type, and hold nothing', async () => {
    const { status, body } = await send(newId(), Buffer.concat([png, Buffer.alloc(26 * 1024 * 1024)]));
    expect([status, body.code]).toEqual([413, 'asset.too_large']);
    expect((await service.filesLeft()).filter((path) => path.startsWith(service.uploadFolder))).toEqual([]);
    expect(await used()).toBeUndefined();
  });

  it('are gone, with the storage that they held, once the import is dropped', async () => {
    await send(newId());
    await send(newId());
    const files = async () => (await service.filesLeft()).filter((path) => path.includes(tenantId));
    expect(await files()).not.toEqual([]);
    await content().delete(of()).expect(200);
    expect(await files()).toEqual([]);
    expect([await used(), await assets.in({ ...service.ctx, tenantId }).count({})]).toEqual([0, 0]);
  });

  it('cannot be described where one is not there, such as one of another import', async () => {
    const assetId = newId();
    await send(assetId);
    importId = newId();
    const { status } = await content()
      .put(of())
      .send({ assets: [described(assetId)] });
    expect(status).toBe(404);
  });

  it('are swept an hour after the process of their import ended, unless that was committed', async () => {
    const [lost, kept] = [newId(), newId()];
    await send(lost);
    const lostImport = importId;
    importId = newId();
    await send(kept);
    imported.add(kept);
    clock.advance(59 * 60_000);
    await service.runDueJobs();
    const rows = () => assets.in({ ...service.ctx, tenantId }).find({}, { select: { _id: 1 } });
    expect(await rows()).toHaveLength(2);
    clock.advance(3 * 60_000);
    await service.runDueJobs();
    expect((await rows()).map(({ _id }) => _id)).toEqual([kept]);
    await tellOfImport();
    await service.runDueJobs();
    expect(await seen()).toMatchObject([{ id: kept }]);
    expect(lostImport).not.toBe(importId);
  });

  it('are not swept while others of the same import are still coming', async () => {
    await send(newId());
    clock.advance(30 * 60_000);
    await send(newId());
    clock.advance(31 * 60_000);
    await service.runDueJobs();
    expect(await assets.in({ ...service.ctx, tenantId }).count({})).toBe(2);
  });
});
