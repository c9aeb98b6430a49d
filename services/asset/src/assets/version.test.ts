import { createHash } from 'node:crypto';
import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { type AssetTest, heroWith, pageEvent, picture, startAssetTest } from '../test-support';
import { storageUsage } from '../usage/storage-usage.model';

let service: AssetTest;
let tenantId: string;
let first: Buffer;
let second: Buffer;
let asset: { id: string; url: string; variants: { url: string }[]; checksum: string };

beforeAll(async () => {
  service = await startAssetTest();
  first = await picture(90, 60).png().toBuffer();
  second = await picture(60, 40).jpeg().toBuffer();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenantId = newId();
  const fields = { alt: 'Our van', folder: 'cars' };
  asset = (await service.upload(tenantId, first, { filename: 'van.png', fields })).body.data;
});

const editor = () => service.as(callers.editor(tenantId));
const path = () => `/tenants/${tenantId}/assets/${asset.id}`;
const read = async () => (await editor().get(path())).body.data;
const versions = async () => (await editor().get(`${path()}/versions`)).body.data.items;
const restore = (number: number | string) => editor().post(`${path()}/versions/${number}/restore`);
const file = async (url: string) => (await service.as(callers.anonymous).get(new URL(url).pathname)).status;
const usedBytes = async () => (await storageUsage.in({ ...service.ctx, tenantId }).findOne({}))?.usedBytes;

function replace(bytes: Buffer | string, { filename = 'new.jpg', contentType = 'image/jpeg' } = {}) {
  return editor().post(`${path()}/replace`).attach('file', Buffer.from(bytes), { filename, contentType });
}

async function types(): Promise<string[]> {
  const events = await service.events();
  return events.filter((event) => event.tenantId === tenantId).map(({ type }) => type);
}

describe('replacing an asset', () => {
  it('a replaced asset keeps its id and description, and has the new file under new addresses', async () => {
    const { status, body } = await replace(second);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      id: asset.id,
      alt: 'Our van',
      folder: 'cars',
      filename: 'new.jpg',
      mimeType: 'image/jpeg',
      width: 60,
      checksum: createHash('sha256').update(second).digest('hex'),
    });
    expect(body.data.url).not.toBe(asset.url);
    expect(await read()).toEqual(body.data);
    expect(await types()).toEqual(['asset.uploaded', 'asset.replaced']);
  });

  it('the files of every version stay, and count, until the asset is deleted', async () => {
    const before = await usedBytes();
    const { data } = (await replace(second)).body;
    const urls = [...asset.variants, ...data.variants].map(({ url }: { url: string }) => url);
    expect(await Promise.all(urls.map(file))).toEqual(urls.map(() => 200));
    expect(await usedBytes()).toBeGreaterThan(before ?? 0);
    await editor().delete(path());
    await service.runDueJobs();
    expect(await Promise.all(urls.map(file))).toEqual(urls.map(() => 404));
    expect(await usedBytes()).toBe(0);
    expect((await service.filesLeft()).filter((each) => each.includes(tenantId))).toEqual([]);
  });

  it('a file of another type is refused, and changes nothing', async () => {
    const pdf = { filename: 'menu.pdf', contentType: 'application/pdf' };
    const refused = await replace('%PDF-1.7\n%%EOF\n', pdf);
    expect([refused.status, refused.body.code]).toEqual([415, 'asset.type_mismatch']);
    const lie = await replace(first);
    expect([lie.status, lie.body.code]).toEqual([415, 'asset.type_mismatch']);
    const damaged = await replace(second.subarray(0, second.length / 2));
    expect([damaged.status, damaged.body.code]).toEqual([422, 'asset.damaged']);
    expect(await read()).toMatchObject({ checksum: asset.checksum, revision: 2 });
    expect(await versions()).toHaveLength(1);
  });

  it('the same file again changes nothing', async () => {
    const same = await replace(first, { filename: 'van.png', contentType: 'image/png' });
    expect(same.status).toBe(200);
    expect(same.body.data).toEqual(await read());
    expect(await types()).toEqual(['asset.uploaded']);
  });

  it('a replacement of a stale revision is refused, and keeps no file', async () => {
    const { headers } = await editor().get(path());
    await editor().put(path()).send({ alt: 'A van' });
    const before = await usedBytes();
    const stale = await replace(second).set('If-Match', String(headers.etag));
    expect(stale.status).toBe(412);
    const { etag } = (await editor().get(path())).headers;
    expect([await versions(), await usedBytes()]).toMatchObject([[{ number: 1 }], before]);
    expect((await replace(second).set('If-Match', String(etag))).status).toBe(200);
  });

  it('of replacements at the same time each is a version, with a number of its own', async () => {
    const pictures = await Promise.all([31, 32, 33].map((size) => picture(size, size).jpeg().toBuffer()));
    const answers = await Promise.all(pictures.map((bytes) => replace(bytes)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await versions()).map(({ number }: { number: number }) => number).sort()).toEqual([1, 2, 3, 4]);
  });

  it('of two with one ETag one wins, and the other keeps no file', async () => {
    const { etag } = (await editor().get(path())).headers;
    const pictures = await Promise.all([41, 42].map((size) => picture(size, size).jpeg().toBuffer()));
    const answers = await Promise.all(pictures.map((bytes) => replace(bytes).set('If-Match', String(etag))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await versions()).toHaveLength(2);
  });

  it('what uses the asset still uses it', async () => {
    const page = { id: newId(), version: 1, title: 'Home', sections: [heroWith(asset.id)] };
    await service.deliver(pageEvent('page.created', tenantId, page));
    expect((await replace(second)).body.data.usedBy).toMatchObject([{ title: 'Home' }]);
  });

  it('an unknown asset, a missing file and a viewer are refused', async () => {
    const other = editor().post(`/tenants/${tenantId}/assets/${newId()}/replace`);
    expect((await other.attach('file', second, 'new.jpg')).status).toBe(404);
    expect((await editor().post(`${path()}/replace`)).status).toBe(422);
    const viewer = service.as(callers.viewer(tenantId)).post(`${path()}/replace`);
    expect((await viewer.attach('file', second, 'new.jpg')).status).toBe(403);
  });
});

describe('the versions of an asset', () => {
  it('are listed with their files, the present one first and marked', async () => {
    expect(await versions()).toMatchObject([{ number: 1, isCurrent: true, assetId: asset.id }]);
    await replace(second);
    const items = await versions();
    expect(items).toMatchObject([
      { number: 2, isCurrent: true, filename: 'new.jpg', tenantId },
      { number: 1, isCurrent: false, filename: 'van.png', url: asset.url, checksum: asset.checksum },
    ]);
    expect(items[1].variants).toEqual(asset.variants);
  });

  it('an earlier version comes back as a new one with its own addresses, and takes no storage', async () => {
    await replace(second);
    const before = await usedBytes();
    const { etag } = (await editor().get(path())).headers;
    const restored = await restore(1).set('If-Match', String(etag));
    expect(restored.status).toBe(200);
    expect(restored.body.data).toMatchObject({ url: asset.url, variants: asset.variants, width: 90 });
    expect((await restore(2).set('If-Match', String(etag))).status).toBe(412);
    expect(await versions()).toMatchObject([
      { number: 3, isCurrent: true, url: asset.url },
      { number: 2, isCurrent: false },
      { number: 1, isCurrent: false, url: asset.url },
    ]);
    expect(await usedBytes()).toBe(before);
    expect((await restore(1)).body.data).toEqual(restored.body.data);
    expect(await types()).toEqual(['asset.uploaded', 'asset.replaced', 'asset.replaced']);
    await editor().delete(path());
    await service.runDueJobs();
    expect([await usedBytes(), await file(asset.url)]).toEqual([0, 404]);
  });

  it('a number that no version has is not found', async () => {
    for (const number of ['2', '0', '-1', 'x', '1.5', '99999999999999999999']) {
      const { status, body } = await restore(number);
      expect([number, status, body.code]).toEqual([number, 404, 'version.not_found']);
    }
  });
});
