import { once } from 'node:events';
import { ClientRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { type AssetTest, picture, startAssetTest } from '../test-support';
import { storageUsage } from '../usage/storage-usage.model';

let service: AssetTest;
const tenantId = newId();
const PART_HEAD = Buffer.from(
  '--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\nContent-Type: image/png\r\n\r\n',
);

beforeAll(async () => {
  service = await startAssetTest();
});
afterAll(() => service.stop());

describe('a file that is too large', () => {
  it('a file above 25 MB is refused with an answer, not with a broken connection', async () => {
    const { status, body } = await service.upload(tenantId, Buffer.alloc(26 * 1024 * 1024, 1));
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'asset.too_large' });
    const mp4 = { contentType: 'video/mp4', filename: 'x.mp4' };
    expect((await service.upload(tenantId, Buffer.alloc(26 * 1024 * 1024, 1), mp4)).status).toBe(413);
    // Just below the limit another error is found: the type.
    expect((await service.upload(tenantId, Buffer.alloc(25 * 1024 * 1024, 1))).status).toBe(415);
  });

  it('a file is refused as soon as it has more than its type may have, while the rest is still to come', async () => {
    const png = await picture(200, 200).png().toBuffer();
    const begun: [string, Buffer, number][] = [
      ['25 MB', png, 25 * 1024 * 1024],
      ['100 MB', Buffer.from('\0\0\0\x14ftypisom\0\0\0\0mp42'), 100 * 1024 * 1024],
      ['256 KB', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">'), 256 * 1024],
      ['25 MB', Buffer.from('of no type that is taken'), 25 * 1024 * 1024],
    ];
    for (const [most, start, maxBytes] of begun) {
      const upload = service
        .as(callers.editor(tenantId))
        .post(`/tenants/${tenantId}/assets`)
        .set('content-type', 'multipart/form-data; boundary=x');
      upload.write(Buffer.concat([PART_HEAD, start]));
      const { req } = upload;
      if (!(req instanceof ClientRequest)) throw new Error('This is no request over HTTP/1.');
      const answered = once(req, 'response');
      const chunk = Buffer.alloc(64 * 1024);
      for (let sent = start.length; sent <= maxBytes; sent += chunk.length) {
        if (!req.write(chunk)) await once(req, 'drain');
      }
      // The request is not ended: whoever waits for all of it never answers.
      const [response] = await answered;
      expect([most, response.statusCode]).toEqual([most, 413]);
      const body = JSON.parse(await text(response));
      expect([body.code, body.details[0].message]).toEqual([
        'asset.too_large',
        expect.stringContaining(most),
      ]);
      expect(await service.filesLeft()).toEqual([]);
      req.destroy();
    }
    expect(await storageUsage.in({ ...service.ctx, tenantId }).findOne({ usedBytes: { $gt: 0 } })).toBeNull();
  });
});
