import { createHash } from 'node:crypto';
import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import sharp from 'sharp';
import { type AssetTest, heroWith, pageEvent, picture, startAssetTest } from '../test-support';

let service: AssetTest;
let tenantId: string;
let small: Buffer;

beforeAll(async () => {
  service = await startAssetTest();
  small = await picture(300, 200).png().toBuffer();
});
afterAll(() => service.stop());
beforeEach(() => {
  tenantId = newId();
});

const pathOf = (id: string, tenant = tenantId): string => `/tenants/${tenant}/assets/${id}`;
const fileAt = (url: string) => service.as(callers.anonymous).get(new URL(url).pathname);

async function uploaded(more: Parameters<AssetTest['upload']>[2] = {}, bytes = small) {
  const answer = await service.upload(tenantId, bytes, more);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.data;
}

describe('uploading a picture', () => {
  it('an upload answers the whole asset and records one event', async () => {
    const answer = await service.upload(tenantId, small, {
      filename: 'Van.png',
      fields: { alt: 'Our van', folder: 'cars' },
    });
    expect(answer.status).toBe(201);
    const { data } = answer.body;
    expect(answer.headers.location).toBe(`/api${pathOf(data.id)}`);
    expect(data).toMatchObject({
      tenantId,
      filename: 'Van.png',
      mimeType: 'image/png',
      size: small.length,
      checksum: createHash('sha256').update(small).digest('hex'),
      type: 'image',
      width: 300,
      height: 200,
      alt: 'Our van',
      folder: 'cars',
      focalPoint: null,
      status: 'ready',
      usedBy: [],
    });
    const read = await service.as(callers.viewer(tenantId)).get(pathOf(data.id));
    expect(read.body.data).toEqual(data);
    const events = (await service.events()).filter((event) => event.tenantId === tenantId);
    expect(events).toMatchObject([
      { type: 'asset.uploaded', resource: { type: 'asset', id: data.id }, data, change: { before: null } },
    ]);
  });

  it('a picture gets every variant in WebP and AVIF, none larger than the picture', async () => {
    const large = await picture(2_400, 1_200).jpeg().toBuffer();
    const data = await uploaded({ contentType: 'image/jpeg', filename: 'large.jpg' }, large);
    const sizes = data.variants.map(
      ({ name, format, width, height }: Record<string, unknown>) => `${name} ${format} ${width}x${height}`,
    );
    expect(sizes.sort()).toEqual([
      'large avif 1920x960',
      'large webp 1920x960',
      'medium avif 960x480',
      'medium webp 960x480',
      'original jpeg 2400x1200',
      'small avif 480x240',
      'small webp 480x240',
      'thumb avif 200x100',
      'thumb webp 200x100',
    ]);
    for (const variant of data.variants) {
      const file = await fileAt(variant.url);
      expect(file.status).toBe(200);
      expect(file.body).toHaveLength(variant.size);
      const { format, width, height } = await sharp(file.body).metadata();
      expect({ width, height }).toEqual({ width: variant.width, height: variant.height });
      expect(format === 'heif' ? 'avif' : format).toBe(variant.format);
    }
    const { variants } = await uploaded();
    expect(Math.max(...variants.map(({ width }: { width: number }) => width))).toBe(300);
  });

  it('files of a photograph are upright and carry no place, camera or comment', async () => {
    const jpeg = await picture(400, 300)
      .withExif({
        IFD0: { Make: 'SecretCam', ImageDescription: 'at home' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(jpeg.includes('SecretCam')).toBe(true);
    const data = await uploaded({ contentType: 'image/jpeg', filename: 'x.jpg' }, jpeg);
    expect(data).toMatchObject({ width: 300, height: 400 });
    for (const { url } of data.variants) {
      const { body } = await fileAt(url);
      const { exif, xmp, iptc, orientation } = await sharp(body).metadata();
      expect({ exif, xmp, iptc, orientation }).toEqual({});
      expect(body.includes('SecretCam')).toBe(false);
    }
  });

  it('variants of an animation are animated', async () => {
    const frames = await Promise.all([1, 2, 3].map((seed) => picture(250, 100, seed).png().toBuffer()));
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100, 100] })
      .toBuffer();
    const data = await uploaded({ contentType: 'image/gif', filename: 'x.gif' }, gif);
    expect(data).toMatchObject({ width: 250, height: 100 });
    for (const { url, width, height } of data.variants) {
      const { pages } = await sharp((await fileAt(url)).body).metadata();
      expect({ pages, height }).toEqual({ pages: 3, height: Math.round((width * 100) / 250) });
    }
  });

  it('every promised media type is accepted, also under its other names', async () => {
    const kinds: [string, string, Buffer][] = [
      ['image/jpg', 'image/jpeg', await picture(20, 20).jpeg().toBuffer()],
      ['application/octet-stream', 'image/webp', await picture(20, 20).webp().toBuffer()],
      ['image/avif', 'image/avif', await picture(20, 20).avif().toBuffer()],
      ['image/gif', 'image/gif', await picture(20, 20).gif().toBuffer()],
      ['application/pdf', 'application/pdf', Buffer.from('%PDF-1.4\n%%EOF\n')],
    ];
    for (const [contentType, mimeType, bytes] of kinds) {
      expect(await uploaded({ contentType, filename: 'file' }, bytes)).toMatchObject({ mimeType });
    }
  });
});

describe('the description of an asset', () => {
  it('an asset can be updated, and an update of a stale revision is refused', async () => {
    const { id } = await uploaded();
    const as = service.as(callers.editor(tenantId));
    const { headers } = await as.get(pathOf(id));
    const change = { alt: 'A van', folder: 'cars', focalPoint: { x: 0.25, y: 1 } };
    const changed = await as.put(pathOf(id)).set('If-Match', String(headers.etag)).send(change);
    expect(changed.status).toBe(200);
    expect(changed.body.data).toMatchObject(change);
    expect((await as.put(pathOf(id)).set('If-Match', String(headers.etag)).send({ alt: 'x' })).status).toBe(
      412,
    );
    expect((await as.put(pathOf(id)).send({ folder: null, focalPoint: null })).body.data).toMatchObject({
      alt: 'A van',
      folder: null,
      focalPoint: null,
    });
    for (const bad of [{ filename: 'x' }, { focalPoint: { x: 2, y: 0 } }, { alt: 'x'.repeat(501) }]) {
      expect((await as.put(pathOf(id)).send(bad)).status).toBe(422);
    }
    const events = (await service.events()).filter((event) => event.tenantId === tenantId);
    expect(events.map(({ type }) => type)).toEqual(['asset.uploaded', 'asset.updated', 'asset.updated']);
  });

  it('assets are listed by type, folder, search and use, in the order asked for', async () => {
    const van = await uploaded({ filename: 'b-van.png', fields: { alt: 'Blue (van)', folder: 'cars' } });
    const logo = await uploaded({ filename: 'a-logo.png' }, await picture(10, 10).png().toBuffer());
    const terms = await uploaded(
      { filename: 'c-terms.pdf', contentType: 'application/pdf' },
      Buffer.from('%PDF-1.4\n'),
    );
    const page = { id: newId(), version: 1, title: 'Home', sections: [heroWith(logo.id)] };
    await service.deliver(pageEvent('page.created', tenantId, page));
    const list = async (query: string): Promise<string[]> => {
      const { body } = await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/assets${query}`);
      return body.data.items.map(({ id }: { id: string }) => id);
    };
    expect(await list('')).toEqual([terms.id, logo.id, van.id]);
    expect(await list('?type=document')).toEqual([terms.id]);
    expect(await list('?folder=cars')).toEqual([van.id]);
    expect(await list('?search=(VAN)')).toEqual([van.id]);
    expect(await list('?unused=true&sort=filename&order=asc')).toEqual([van.id, terms.id]);
    expect(await list('?unused=false')).toEqual([logo.id]);
    expect(await list('?sort=size&order=asc')).toEqual([terms.id, logo.id, van.id]);
  });
});

describe('deleting an asset', () => {
  it('a deleted asset leaves no row, no file and no storage used', async () => {
    const before = await service.filesLeft();
    const data = await uploaded();
    expect((await service.as(callers.editor(tenantId)).delete(pathOf(data.id))).status).toBe(204);
    expect((await service.as(callers.editor(tenantId)).get(pathOf(data.id))).status).toBe(404);
    expect((await fileAt(data.url)).status).toBe(404);
    await service.runDueJobs();
    expect(await service.filesLeft()).toEqual(before);
    const events = (await service.events()).filter((event) => event.tenantId === tenantId);
    expect(events.at(-1)).toMatchObject({ type: 'asset.deleted', data: { id: data.id, size: small.length } });
  });

  it('an asset in use is not deleted, and the answer says what uses it; with force it is', async () => {
    const { id } = await uploaded();
    const page = { id: newId(), version: 1, title: 'Home', sections: [heroWith(id)] };
    await service.deliver(pageEvent('page.created', tenantId, page));
    const editor = service.as(callers.editor(tenantId));
    const usedBy = [{ type: 'page', id: page.id, title: 'Home' }];
    expect((await editor.get(pathOf(id))).body.data.usedBy).toEqual(usedBy);
    const refused = await editor.delete(pathOf(id));
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'asset.in_use', details: [{ field: 'usedBy', usedBy }] });
    expect((await editor.get(pathOf(id))).status).toBe(200);
    expect((await editor.delete(`${pathOf(id)}?force=true`)).status).toBe(204);
  });
});

describe('other tenants', () => {
  it("another tenant can neither read, update nor delete an asset, under either tenant's path", async () => {
    const { id } = await uploaded();
    const other = newId();
    const otherAdmin = service.as(callers.admin(other));
    const nothing = await otherAdmin.get(pathOf(newId(), other));
    for (const verb of ['get', 'put', 'delete'] as const) {
      const foreign = await otherAdmin[verb](pathOf(id, other)).send(
        verb === 'put' ? { alt: 'x' } : undefined,
      );
      expect(foreign.status).toBe(404);
      expect({ ...foreign.body, meta: null }).toEqual({ ...nothing.body, meta: null });
      expect((await otherAdmin[verb](pathOf(id))).status).toBe(403);
    }
    expect((await otherAdmin.get(`/tenants/${other}/assets`)).body.data.items).toEqual([]);
    expect((await service.as(callers.viewer(tenantId)).get(pathOf(id))).status).toBe(200);
  });

  it('a service that asks for an asset in the name of another tenant gets 404', async () => {
    const data = await uploaded();
    const content = service.as(callers.service('content'));
    const own = await content.get(`/internal/assets/${data.id}?tenantId=${tenantId}`);
    expect(own.body.data).toEqual(data);
    expect((await content.get(`/internal/assets/${data.id}?tenantId=${newId()}`)).status).toBe(404);
    const path = `/internal/assets/${data.id}?tenantId=${tenantId}`;
    expect((await service.as(callers.service('billing')).get(path)).status).toBe(401);
    expect((await service.as(callers.admin(tenantId)).get(path)).status).toBe(401);
  });

  it('a viewer can read assets and cannot write them', async () => {
    const { id } = await uploaded();
    const viewer = callers.viewer(tenantId);
    expect((await service.upload(tenantId, small, { as: viewer })).status).toBe(403);
    expect((await service.as(viewer).put(pathOf(id)).send({ alt: 'x' })).status).toBe(403);
    expect((await service.as(viewer).delete(pathOf(id))).status).toBe(403);
  });
});
