import { createHash } from 'node:crypto';
import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { type AssetTest, picture, startAssetTest } from '../test-support';

let service: AssetTest;
beforeAll(async () => {
  service = await startAssetTest();
});
afterAll(() => service.stop());

const content = () => service.as(callers.service('content'));

describe('the originals of a tenant, for the bundle of its site', () => {
  it('are all its assets, newest first, each with the file that its other variants are made of', async () => {
    const tenantId = newId();
    const fields = { alt: 'A cat', folder: 'pets' };
    const png = await picture(90, 60).png().toBuffer();
    const first = (await service.upload(tenantId, png, { fields })).body.data;
    const second = (await service.upload(tenantId, await picture(50, 40).png().toBuffer())).body.data;
    await service.upload(newId(), await picture(9, 9).png().toBuffer());
    const { body } = await content().get(`/internal/assets?tenantId=${tenantId}`);
    expect(body.data.nextCursor).toBeNull();
    expect(body.data.items.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id]);
    expect(body.data.items[1]).toMatchObject({ filename: 'picture.png', mimeType: 'image/png', ...fields });
    const { extension, size } = body.data.items[1].original;
    const file = await content()
      .get(`/internal/assets/${first.id}/original?tenantId=${tenantId}`)
      .responseType('blob');
    expect([file.status, extension, file.body.length]).toEqual([200, 'png', size]);
    const hash = createHash('sha256').update(file.body).digest('hex').slice(0, 12);
    expect(first.url).toContain(`original-${hash}.png`);
  });

  it("are not those of another tenant, nor a deleted asset's", async () => {
    const tenantId = newId();
    const { id } = (await service.upload(tenantId, await picture(9, 9).png().toBuffer())).body.data;
    const foreign = await content().get(`/internal/assets/${id}/original?tenantId=${newId()}`);
    expect(foreign.status).toBe(404);
    await service.as(callers.editor(tenantId)).delete(`/tenants/${tenantId}/assets/${id}`);
    const gone = await content().get(`/internal/assets/${id}/original?tenantId=${tenantId}`);
    expect([gone.status, gone.body.code]).toEqual([404, 'asset.not_found']);
  });
});
