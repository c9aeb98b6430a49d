import { newId } from '@siteninja/core';
import { callers, until } from '@siteninja/testing';
import sharp from 'sharp';
import { type AssetTest, picture, startAssetTest } from '../test-support';

let service: AssetTest;
let tenantId: string;

beforeAll(async () => {
  service = await startAssetTest();
});
afterAll(() => service.stop());
beforeEach(() => {
  tenantId = newId();
});
afterEach(async () => {
  const { body } = await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/assets?limit=100`);
  for (const { id } of body.data.items) {
    await service.as(callers.editor(tenantId)).delete(`/tenants/${tenantId}/assets/${id}`);
  }
  // Refused and deleted uploads have left no file.
  expect(await service.filesLeft()).toEqual([]);
});

const SCRIPT = '<script>alert(document.domain)</script>';

/** All bytes that can be fetched of an asset. */
async function servedBytes(data: { url: string; variants: { url: string }[] }): Promise<Buffer[]> {
  const urls = [data.url, ...data.variants.map(({ url }) => url)];
  const files = await Promise.all(
    urls.map((url) => service.as(callers.anonymous).get(new URL(url).pathname).buffer(true)),
  );
  return files.map(({ status, body, text }) => {
    expect(status).toBe(200);
    return Buffer.isBuffer(body) ? body : Buffer.from(text);
  });
}

describe('a file whose bytes are not of its type', () => {
  it('a file whose bytes are not of its claimed type is refused with 415', async () => {
    const png = await picture(10, 10).png().toBuffer();
    const lies: [string, string, Buffer | string][] = [
      ['image/jpeg', 'x.jpg', png],
      ['application/pdf', 'x.pdf', png],
      ['application/octet-stream', 'x.webp', png],
      ['image/png', 'x.png', `<html>${SCRIPT}</html>`],
      ['image/png', 'x.png', 'MZ\x90\0'],
      ['text/html', 'x.html', png],
      ['text/html', 'x.html', SCRIPT],
      ['image/svg+xml', 'x.svg', `<html xmlns="http://www.w3.org/1999/xhtml">${SCRIPT}</html>`],
      ['image/png', 'x.png', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
      ['video/mp4', 'x.mp4', Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0mp42')],
      ['video/mp4', 'x.m4a', Buffer.from('\0\0\0\x14ftypM4A \0\0\0\0isom')],
      ['video/mp4', 'x.mp4', Buffer.from('\0\0\0\x14ftypzzzz\0\0\0\0zzzz')],
      ['image/png', 'x.mp4', Buffer.from('\0\0\0\x14ftypisom\0\0\0\0mp42')],
      ['video/mp4', 'x.mp4', png],
      ['image/heic', 'x.heic', Buffer.from('\0\0\0\x20ftypheic')],
      ['application/zip', 'x.zip', 'PK\x03\x04'],
    ];
    for (const [contentType, filename, bytes] of lies) {
      const { status, body } = await service.upload(tenantId, bytes, { contentType, filename });
      expect({ filename, contentType, status }).toEqual({ filename, contentType, status: 415 });
      expect(body.details[0].field).toBe('file');
    }
  });

  it('a file of two types at once is made harmless or refused', async () => {
    const jpeg = await picture(40, 30)
      .withExif({ IFD0: { ImageDescription: SCRIPT, Copyright: `*/=1/*` } })
      .jpeg()
      .toBuffer();
    const gif = await picture(40, 30).gif().toBuffer();
    const png = await picture(40, 30).png().toBuffer();
    const comment = (text: string): Buffer =>
      Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), Buffer.from(text)]);
    const polyglots: [string, Buffer][] = [
      ['image/jpeg', jpeg],
      ['image/jpeg', Buffer.concat([jpeg.subarray(0, 2), comment(SCRIPT), jpeg.subarray(2)])],
      ['image/jpeg', Buffer.concat([jpeg, Buffer.from(`<html>${SCRIPT}`)])],
      ['image/gif', Buffer.concat([gif, Buffer.from(`*/=1;alert(1);${SCRIPT}`)])],
      ['image/gif', Buffer.from(`GIF89a/*${'\0'.repeat(10)}*/=1;${SCRIPT}`)],
      ['image/gif', Buffer.from(`GIF89a<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`)],
      ['image/png', Buffer.concat([png, Buffer.from(`PK\x03\x04${SCRIPT}`)])],
      ['image/webp', Buffer.from(`RIFF\x10\0\0\0WEBP${SCRIPT}`)],
      ['image/avif', Buffer.from(`\0\0\0\x1cftypavif${SCRIPT}`)],
    ];
    for (const [contentType, bytes] of polyglots) {
      const { status, body } = await service.upload(tenantId, bytes, { contentType, filename: 'x' });
      expect([201, 415, 422]).toContain(status);
      if (status !== 201) continue;
      for (const served of await servedBytes(body.data)) expect(served.includes('alert')).toBe(false);
    }
  });
});

describe('a damaged or oversized picture', () => {
  it('a truncated picture is refused and never a 500', async () => {
    const whole = {
      'image/jpeg': await picture(200, 200).jpeg().toBuffer(),
      'image/png': await picture(200, 200).png().toBuffer(),
      'image/webp': await picture(200, 200).webp().toBuffer(),
      'image/avif': await picture(200, 200).avif().toBuffer(),
      'image/gif': await picture(200, 200).gif().toBuffer(),
    };
    for (const [contentType, bytes] of Object.entries(whole)) {
      for (const share of [0.05, 0.5, 0.9]) {
        const part = bytes.subarray(0, Math.floor(bytes.length * share));
        const { status } = await service.upload(tenantId, part, { contentType, filename: 'x' });
        expect({ contentType, share, refused: status === 415 || status === 422 }).toEqual({
          contentType,
          share,
          refused: true,
        });
      }
    }
  });

  it('a picture with changed bytes is never a 500', async () => {
    const formats = ['jpeg', 'png', 'webp', 'gif'] as const;
    for (const format of formats) {
      const bytes = await picture(30, 30).toFormat(format).toBuffer();
      for (let at = 12; at < bytes.length; at += Math.ceil(bytes.length / 8)) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(255 - changed.readUInt8(at), at);
        const { status } = await service.upload(tenantId, changed, {
          contentType: `image/${format}`,
          filename: 'x',
        });
        expect([201, 415, 422]).toContain(status);
      }
    }
  });

  it('a picture above 40 megapixels is refused before it is decoded, however small its file', async () => {
    const { data, info } = await sharp({
      create: { width: 8_200, height: 5_000, channels: 3, background: '#123456' },
    })
      .png()
      .toBuffer({ resolveWithObject: true });
    expect(info.size).toBeLessThan(1024 * 1024);
    const { status, body } = await service.upload(tenantId, data);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'asset.too_many_pixels' });
    expect(body.details[0].message).toContain('41.0 megapixels');
  });

  it('the limit of 40 megapixels counts all frames of an animation', async () => {
    const flat = (background: string) =>
      sharp({ create: { width: 6_000, height: 4_000, channels: 3, background } })
        .png()
        .toBuffer();
    const frames = await Promise.all(['#123456', '#654321'].map(flat));
    const gif = await sharp(frames, { join: { animated: true }, limitInputPixels: false })
      .gif()
      .toBuffer();
    const { status } = await service.upload(tenantId, gif, { contentType: 'image/gif', filename: 'x.gif' });
    expect(status).toBe(422);
  });

  it('a picture of just under 40 megapixels is accepted', async () => {
    const flat = { create: { width: 7_999, height: 5_000, channels: 3, background: '#654321' } } as const;
    const png = await sharp(flat).png().toBuffer();
    const { status, body } = await service.upload(tenantId, png);
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ width: 7_999, height: 5_000 });
  });

  it('a very long picture is accepted and an empty file refused', async () => {
    const strip = { create: { width: 20_000, height: 2, channels: 3, background: '#654321' } } as const;
    const avif = await sharp(strip).jpeg().toBuffer();
    const long = await service.upload(tenantId, avif, { contentType: 'image/jpeg', filename: 'x' });
    expect(long.status).toBe(201);
    expect((await service.upload(tenantId, Buffer.alloc(0))).status).toBe(422);
  });
});

describe('the multipart form', () => {
  const post = (caller = callers.editor(tenantId)) => service.as(caller).post(`/tenants/${tenantId}/assets`);

  it('an upload names every wrong field of its form', async () => {
    const png = await picture(5, 5).png().toBuffer();
    const wrong = await service.upload(tenantId, png, { fields: { alt: 'x'.repeat(501), name: 'x' } });
    expect(wrong.status).toBe(422);
    expect(wrong.body.details.map(({ field }: { field: string }) => field).sort()).toEqual(['alt', 'name']);
    expect((await post()).status).toBe(422);
    expect((await post().field('alt', 'no file')).status).toBe(422);
    expect((await post().send({ alt: 'x' })).status).toBe(415);
    expect((await post().attach('picture', png, 'x.png')).status).toBe(422);
    expect((await post().attach('file', png, 'x.png').attach('file', png, 'y.png')).status).toBe(422);
    const type = 'multipart/form-data; boundary=x';
    expect((await post().set('content-type', type).send('--x\r\nnonsense')).status).toBe(400);
    expect((await post().set('content-type', 'multipart/form-data').send('x')).status).toBe(400);
  });

  it("an upload's text fields cannot name a file of the server or reach a prototype", async () => {
    const png = await picture(5, 5).png().toBuffer();
    const named = post();
    for (const [name, value] of Object.entries({
      path: '/etc/passwd',
      filename: 'x',
      contentType: 'x',
      size: '9',
    })) {
      named.field(`file[${name}]`, value);
    }
    expect((await named).status).toBe(422);
    expect((await post().field('file', '/etc/passwd')).status).toBe(422);
    for (const name of ['constructor', 'alt[__proto__]', 'alt[99999999]', '$where']) {
      const { status } = await post().attach('file', png, 'x.png').field(name, 'x');
      expect({ name, status }).toEqual({ name, status: 422 });
    }
    const { status } = await post().attach('file', png, 'x.png').field('__proto__', 'x');
    expect([201, 422]).toContain(status);
  });

  it('a file name is shown as it is and never used as a path', async () => {
    const png = await picture(5, 5).png().toBuffer();
    const names: [string, string][] = [
      ['../../../../tmp/evil.png', 'evil.png'],
      ['..\\..\\evil.png', 'evil.png'],
      ['/etc/passwd', 'passwd'],
      ['Ünïcødé 🦊 名前.png', 'Ünïcødé 🦊 名前.png'],
      ['<img src=x onerror=alert(1)>.png', '<img src=x onerror=alert(1)>.png'],
      ["'; DROP TABLE assets; --", "'; DROP TABLE assets; --"],
      ['%00%2e%2e%2f.png', '%00%2e%2e%2f.png'],
      ['CON', 'CON'],
      ['.htaccess', '.htaccess'],
    ];
    for (const [filename, kept] of names) {
      const { status, body } = await service.upload(tenantId, png, { filename });
      expect({ filename, status }).toEqual({ filename, status: 201 });
      expect(body.data.filename).toBe(kept);
      expect(body.data.url).toMatch(/\/assets\/[0-9a-f-]{36}\/[0-9a-f-]{36}\/original-[0-9a-f]{12}\.png$/);
    }
    expect((await service.upload(tenantId, png, { filename: `${'x'.repeat(256)}.png` })).status).toBe(422);
  });

  it('a NUL in a file name is no 500', async () => {
    const png = await picture(5, 5).png().toBuffer();
    const request = post().set('content-type', 'multipart/form-data; boundary=x');
    request.write(Buffer.concat([headOf('a\0b.png'), png, Buffer.from('\r\n--x--\r\n')]));
    expect([201, 400, 422]).toContain((await request).status);
  });

  it('an upload that its client breaks off leaves nothing', async () => {
    const request = post().set('content-type', 'multipart/form-data; boundary=x');
    request.on('error', () => undefined);
    request.write(Buffer.concat([headOf('x.png'), Buffer.alloc(256 * 1024)]));
    await until(async () => (await service.filesLeft()).length === 1);
    request.abort();
    await until(async () => (await service.filesLeft()).length === 0);
  });

  function headOf(filename: string): Buffer {
    const disposition = `Content-Disposition: form-data; name="file"; filename="${filename}"`;
    return Buffer.from(`--x\r\n${disposition}\r\nContent-Type: image/png\r\n\r\n`, 'latin1');
  }
});

describe('a PDF', () => {
  it('a PDF is stored as it is and delivered as an attachment in a sandbox', async () => {
    const pdf = Buffer.from('%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%%EOF');
    const { body } = await service.upload(tenantId, pdf, {
      contentType: 'application/pdf',
      filename: 'Ä"\r\n x.pdf',
    });
    expect(body.data).toMatchObject({ type: 'document', width: null, height: null, variants: [] });
    const file = await service.as(callers.anonymous).get(new URL(body.data.url).pathname);
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': "attachment; filename*=UTF-8''%C3%84%22%20x.pdf",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });
});
