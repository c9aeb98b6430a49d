import { readdir } from 'node:fs/promises';
import { newId, unavailable } from '@siteninja/core';
import { erasedTenants } from '@siteninja/events';
import { callers } from '@siteninja/testing';
import { type AssetTest, picture, startAssetTest } from '../test-support';
import { eraseFiles } from '../usage/erase-files';
import { storedFiles } from '../usage/stored-file.model';

let service: AssetTest;
let tenantId: string;
let data: { id: string; url: string; variants: { url: string; size: number }[] };
let path: string;

beforeAll(async () => {
  service = await startAssetTest();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenantId = newId();
  data = (await service.upload(tenantId, await picture(90, 60).png().toBuffer())).body.data;
  path = new URL(data.url).pathname;
});

const anyone = () => service.as(callers.anonymous);

describe('the file of an asset', () => {
  it('a file has an absolute URL and may be cached for ever', async () => {
    const origin = 'http://localhost:8080/assets';
    expect(data.url.startsWith(`${origin}/${tenantId}/${data.id}/original-`)).toBe(true);
    const { status, headers, body } = await anyone().get(path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(body.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(headers.etag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(headers['content-disposition']).toBeUndefined();
    const again = await anyone().get(path).set('If-None-Match', String(headers.etag));
    expect(again.status).toBe(304);
    expect(again.headers.etag).toBe(headers.etag);
    expect((await service.plainly.get(path)).status).toBe(401);
  });

  it('a range request gets that part of the file', async () => {
    const whole = await anyone().get(path);
    const size = whole.body.length;
    const request = service.as(callers.anonymous);
    const part = (range: string) => request.get(path).set('Range', range);
    const middle = await part('bytes=10-19');
    expect(middle.status).toBe(206);
    expect(middle.headers['content-range']).toBe(`bytes 10-19/${size}`);
    expect(middle.body.equals(whole.body.subarray(10, 20))).toBe(true);
    expect((await part('bytes=-5')).body.equals(whole.body.subarray(size - 5))).toBe(true);
    expect((await part(`bytes=-${size + 1}`)).headers['content-range']).toBe(`bytes 0-${size - 1}/${size}`);
    expect((await part(`bytes=${size - 1}-`)).headers['content-length']).toBe('1');
    expect((await part(`bytes=${size}-`)).status).toBe(416);
    for (const odd of ['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-', 'bytes=a-b']) {
      expect((await part(odd)).status).toBe(200);
    }
    const other = await part('bytes=0-1').set('If-Range', '"other"');
    expect(other.status).toBe(200);
  });

  it('a video of more than 25 MB is kept as it is, and played from any place in it', async () => {
    const bytes = Buffer.alloc(27 * 1024 * 1024, 'frame');
    bytes.write('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1');
    const upload = { contentType: 'video/mp4', filename: 'tour.mp4' };
    const { status, body } = await service.upload(tenantId, bytes, upload);
    expect(status).toBe(201);
    const { length: size } = bytes;
    expect(body.data).toMatchObject({
      type: 'video',
      mimeType: 'video/mp4',
      size,
      width: null,
      variants: [],
    });
    expect(body.data.url).toMatch(/\/original-[0-9a-f]{12}\.mp4$/);
    const file = anyone()
      .get(new URL(body.data.url).pathname)
      .set('Range', `bytes=${size - 9}-`);
    const end = await file.buffer(true);
    expect(end.status).toBe(206);
    expect(end.headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-range': `bytes ${size - 9}-${size - 1}/${size}`,
      'content-security-policy': "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
    });
    expect(end.headers['content-disposition']).toBeUndefined();
    expect(end.body.equals(bytes.subarray(size - 9))).toBe(true);
    const list = await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/assets?type=video`);
    expect(list.body.data.items).toMatchObject([{ filename: 'tour.mp4' }]);
  });

  it('a HEAD request is answered with the length of the whole file, whatever range it names', async () => {
    const { headers } = await anyone().get(path);
    for (const range of ['bytes=0-9', 'bytes=-5', 'bytes=99999999-', 'bytes=0-1,4-5', 'nonsense']) {
      const head = await service.as(callers.anonymous).head(path).set('Range', range);
      expect([range, head.status, head.headers['content-length'], head.headers['content-range']]).toEqual([
        range,
        200,
        headers['content-length'],
        undefined,
      ]);
      expect(head.headers.etag).toBe(headers.etag);
    }
    const known = await service.as(callers.anonymous).head(path).set('If-None-Match', String(headers.etag));
    expect(known.status).toBe(304);
  });

  it('a file is found by its ids in any case of their letters', async () => {
    const [tenant = '', asset = '', file = ''] = path.split('/').slice(-3);
    const upper = `/assets/${tenant.toUpperCase()}/${asset.toUpperCase()}/${file}`;
    expect((await anyone().get(upper)).status).toBe(200);
  });

  it('a file is not found under any other path', async () => {
    const foreign = (await service.upload(newId(), await picture(9, 9).png().toBuffer())).body.data;
    const own = path.split('/').at(-1) ?? '';
    const unknown = [
      `/assets/${tenantId}/${data.id}/original-000000000000.png`,
      `/assets/${tenantId}/${newId()}/${own}`,
      `/assets/${newId()}/${data.id}/${own}`,
      `/assets/${foreign.tenantId}/${data.id}/${own}`,
      `/assets/${tenantId}/${foreign.id}/${new URL(foreign.url).pathname.split('/').at(-1)}`,
      `/assets/${tenantId}/${data.id}/..%2f..%2f..%2fetc%2fpasswd`,
      `/assets/${tenantId}/..%2f${data.id}/${own}`,
      `/assets/x/y/z`,
      `/assets/${tenantId}/${data.id}/${own}%00`,
      `/assets/__proto__/constructor/toString`,
    ];
    for (const each of unknown) {
      const { status, body } = await anyone().get(each);
      expect({ each, status, code: body.code }).toEqual({ each, status: 404, code: 'file.not_found' });
    }
  });

  it('the file of a deleted asset answers 404', async () => {
    const asset = `/tenants/${tenantId}/assets/${data.id}`;
    expect((await service.as(callers.editor(tenantId)).delete(asset)).status).toBe(204);
    expect((await anyone().get(path)).status).toBe(404);
  });

  it('files answer 404 while their tenant is deleted, and 200 once it is restored', async () => {
    const told = (type: 'tenant.deleted' | 'tenant.restored', version: number) =>
      service.deliver({ type, tenantId, resource: { type: 'tenant', id: tenantId, version } });
    await told('tenant.deleted', 3);
    expect((await anyone().get(path)).status).toBe(404);
    await told('tenant.restored', 2);
    expect((await anyone().get(path)).status).toBe(404);
    await told('tenant.restored', 4);
    expect((await anyone().get(path)).status).toBe(200);
  });

  it('files of a tenant that is erased are deleted, and no other’s', async () => {
    const neighbour = newId();
    const theirs = await service.upload(neighbour, await picture(91, 60).png().toBuffer());
    await service.deliver({ type: 'tenant.erased', tenantId });
    await service.runDueJobs();
    expect((await anyone().get(path)).status).toBe(404);
    const folders = await readdir(service.ctx.config.BLOB_FOLDER);
    expect(folders).toContain(neighbour);
    expect(folders).not.toContain(tenantId);
    expect((await anyone().get(new URL(theirs.body.data.url).pathname)).status).toBe(200);
  });

  it('files of a tenant that is erased are counted once, also where the store fails amid them', async () => {
    const count = await storedFiles.in({ ...service.ctx, tenantId }).count({});
    expect(count).toBeGreaterThan(1);
    const failing = jest.spyOn(service.ctx.ports.blobs, 'delete');
    failing.mockRejectedValueOnce(unavailable('asset.storage_unavailable', 'Not now.'));
    await erasedTenants.in(service.ctx).insert({ _id: tenantId, documents: 0, files: 0, finishedAt: null });
    const run = () => eraseFiles({ ...service.ctx, tenantId });
    await expect(run()).rejects.toThrow('Not now.');
    failing.mockRestore();
    while (await run());
    expect(await erasedTenants.in(service.ctx).get(tenantId)).toMatchObject({ files: count });
    expect(await readdir(service.ctx.config.BLOB_FOLDER)).not.toContain(tenantId);
  });

  it('an SVG is cleaned and delivered as an attachment', async () => {
    const text =
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4" onload="alert(1)">' +
      '<script>alert(1)</script><path d="M0 0h8v4z"/></svg>';
    const upload = { contentType: 'image/svg+xml', filename: 'logo.svg' };
    const { status, body } = await service.upload(tenantId, text, upload);
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ type: 'image', width: 8, height: 4, mimeType: 'image/svg+xml' });
    expect(body.data.variants).toMatchObject([{ name: 'original', format: 'svg', width: 8, height: 4 }]);
    const file = await anyone().get(new URL(body.data.url).pathname).buffer(true);
    expect(file.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-disposition': "attachment; filename*=UTF-8''logo.svg",
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    });
    expect(String(file.body)).not.toContain('alert');
    expect(String(file.body)).toContain('M0 0h8v4z');
  });
});
