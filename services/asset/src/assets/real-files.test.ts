import { crc32 } from 'node:zlib';
import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
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

const post = () => service.as(callers.editor(tenantId)).post(`/tenants/${tenantId}/assets`);

/** Uploads a part with exactly this header. */
async function uploadPart(header: string, bytes: Buffer) {
  const request = post().set('content-type', 'multipart/form-data; boundary=x');
  request.write(
    Buffer.concat([Buffer.from(`--x\r\n${header}\r\n\r\n`), bytes, Buffer.from('\r\n--x--\r\n')]),
  );
  return request;
}

describe('files as programs and devices write them', () => {
  it('a file that comes without a type is taken as what it is', async () => {
    const png = await picture(20, 20).png().toBuffer();
    const names = ['photo.png', 'photo', ''];
    for (const name of names) {
      const { status, body } = await uploadPart(
        `Content-Disposition: form-data; name="file"; filename="${name}"`,
        png,
      );
      // Without a file name a part is a text field, which no file can be.
      if (name === '') expect(status).toBe(422);
      else
        expect({ name, status, type: body.data?.mimeType }).toEqual({ name, status: 201, type: 'image/png' });
    }
    const lie = await uploadPart('Content-Disposition: form-data; name="file"; filename="x.jpg"', png);
    expect({ status: lie.status, code: lie.body.code }).toEqual({ status: 415, code: 'asset.type_mismatch' });
  });

  it('line breaks and other control characters in a file name become spaces', async () => {
    const png = await picture(20, 20).png().toBuffer();
    const names: [string, string][] = [
      ['a%0D%0ASet-Cookie: x.png', 'a Set-Cookie: x.png'],
      ['a\tb.png', 'a b.png'],
      ['line\u2028\u0085.png', 'line .png'],
      ['invoice\u202egnp.exe', 'invoice gnp.exe'],
    ];
    for (const [given, kept] of names) {
      const header = `Content-Disposition: form-data; name="file"; filename="${given}"\r\nContent-Type: image/png`;
      const { status, body } = await uploadPart(header, png);
      expect({ given, status, filename: body.data?.filename }).toEqual({
        given,
        status: 201,
        filename: kept,
      });
    }
  });

  it('an animated PNG is refused with the reason, as it would stand still; one of a single frame is a picture', async () => {
    const png = await picture(20, 20).png().toBuffer();
    // The signature and IHDR are 33 bytes; acTL counts frames and plays.
    const animated = (frames: number) => {
      const chunk = Buffer.alloc(20);
      chunk.writeUInt32BE(8);
      chunk.write('acTL', 4);
      chunk.writeUInt32BE(frames, 8);
      chunk.writeUInt32BE(crc32(chunk.subarray(4, 16)), 16);
      return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
    };
    const three = await service.upload(tenantId, animated(3), { contentType: 'image/png' });
    expect([three.status, three.body.code]).toEqual([422, 'asset.animated_png']);
    expect((await service.upload(tenantId, animated(1), { contentType: 'image/png' })).status).toBe(201);
  });

  it('a photograph of a newer phone, with a gain map behind it, is taken as the picture that all can show', async () => {
    const [shown, gainMap] = [
      await picture(200, 150).jpeg().toBuffer(),
      await picture(50, 38).jpeg().toBuffer(),
    ];
    // APP2 with the Multi-Picture Format says where the second picture begins (CIPA DC-007); decoders skip it.
    const index = Buffer.concat([Buffer.from([0xff, 0xe2, 0, 10]), Buffer.from('MPF\0\0\0\0\0', 'latin1')]);
    const photo = Buffer.concat([shown.subarray(0, 2), index, shown.subarray(2), gainMap]);
    const { status, body } = await service.upload(tenantId, photo, { contentType: 'image/jpeg' });
    expect([status, body.data?.width, body.data?.height]).toEqual([201, 200, 150]);
  });

  it('a JPEG that lacks its end marker alone is taken, and one that lacks more is damaged', async () => {
    for (const progressive of [false, true]) {
      const jpeg = await picture(200, 150).jpeg({ progressive }).toBuffer();
      const cut = async (bytes: number) => {
        const part = jpeg.subarray(0, jpeg.length - bytes);
        const { status, body } = await service.upload(tenantId, part, { contentType: 'image/jpeg' });
        return [bytes, status, body.code ?? body.data.width];
      };
      expect(await cut(1)).toEqual([1, 201, 200]);
      expect(await cut(2)).toEqual([2, 201, 200]);
      for (const bytes of [3, 9, 70, 2_000, jpeg.length >> 1]) {
        expect(await cut(bytes)).toEqual([bytes, 422, 'asset.damaged']);
      }
      const followed = Buffer.concat([jpeg, Buffer.from('trailing bytes of a camera')]);
      expect((await service.upload(tenantId, followed, { contentType: 'image/jpeg' })).status).toBe(201);
    }
  });

  it('a progressive JPEG that ends exactly between two passes is taken, as decoders show it, less sharp', async () => {
    const jpeg = await picture(200, 150).jpeg({ progressive: true }).toBuffer();
    const lastPass = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
    const part = jpeg.subarray(0, lastPass);
    const { status, body } = await service.upload(tenantId, part, { contentType: 'image/jpeg' });
    expect([status, body.data?.width, body.data?.height]).toEqual([201, 200, 150]);
  });

  it('PNG and GIF without their end markers are taken', async () => {
    const png = await picture(60, 40).png().toBuffer();
    const gif = await picture(60, 40).gif().toBuffer();
    expect((await service.upload(tenantId, png.subarray(0, -12))).status).toBe(201);
    const gifUpload = { contentType: 'image/gif', filename: 'x.gif' };
    expect((await service.upload(tenantId, gif.subarray(0, -1), gifUpload)).status).toBe(201);
  });

  it('a PDF with white space before its header is taken', async () => {
    for (const before of ['\n', '\r\n', '  \n\t', '\uFEFF']) {
      const upload = { contentType: 'application/pdf', filename: 'menu.pdf' };
      const { status, body } = await service.upload(tenantId, `${before}%PDF-1.7\n%%EOF\n`, upload);
      expect({ before, status, type: body.data?.type }).toEqual({ before, status: 201, type: 'document' });
    }
    const html = { contentType: 'application/pdf', filename: 'menu.pdf' };
    expect((await service.upload(tenantId, '<script></script>%PDF-1.7\n', html)).status).toBe(415);
  });

  it('an animated WebP is brought upright frame by frame, with its timing, in all eight orientations', async () => {
    const colours = ['#f00', '#0f0', '#00f'];
    const frames = await Promise.all(colours.map(cornered));
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const webp = await sharp(frames, { join: { animated: true } })
        .withMetadata({ orientation })
        .webp({ lossless: true, delay: [80, 120, 200], loop: 3 })
        .toBuffer();
      const upload = { contentType: 'image/webp', filename: 'x.webp' };
      const { status, body } = await service.upload(tenantId, webp, upload);
      expect({ orientation, status }).toEqual({ orientation, status: 201 });
      const isSideways = orientation >= 5;
      expect(body.data).toMatchObject(isSideways ? { width: 40, height: 60 } : { width: 60, height: 40 });
      for (const { url, name } of body.data.variants) {
        const file = (await service.as(callers.anonymous).get(new URL(url).pathname)).body;
        const { pages, delay, loop } = await sharp(file).metadata();
        expect({ name, pages, delay, loop }).toEqual({ name, pages: 3, delay: [80, 120, 200], loop: 3 });
        const last = await sharp(file, { page: 2 }).removeAlpha().raw().toBuffer();
        const still = await sharp(await cornered('#00f'))
          .withMetadata({ orientation })
          .png()
          .toBuffer();
        const expected = await sharp(still).autoOrient().removeAlpha().raw().toBuffer();
        const apart = expected.filter((value, at) => Math.abs(value - (last[at] ?? 0)) > 90).length;
        expect({ orientation, name, alike: apart < expected.length / 20 }).toEqual({
          orientation,
          name,
          alike: true,
        });
      }
    }
  });
});

describe('photographs and scans', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'are shown upright, camera held as EXIF calls %i',
    async (orientation) => {
      const photo = await sharp(await cornered('#048'))
        .withMetadata({ orientation })
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
        .toBuffer();
      expect(await farthest(photo, 'image/jpeg')).toBeLessThan(60);
    },
  );

  it('keep their colours and what is transparent, however these are stored', async () => {
    const half = { create: { width: 60, height: 40, channels: 4, background: '#c4380080' } } as const;
    const opaque = sharp(await cornered('#048'));
    const files: [string, Buffer][] = [
      ['image/jpeg', await opaque.clone().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()],
      ['image/png', await opaque.clone().toColourspace('rgb16').png().toBuffer()],
      ['image/png', await sharp(half).toColourspace('b-w').png().toBuffer()],
      ['image/png', await sharp(half).png({ palette: true }).toBuffer()],
      ['image/webp', await sharp(half).webp({ lossless: true }).toBuffer()],
    ];
    for (const [mimeType, file] of files) expect(await farthest(file, mimeType)).toBeLessThan(60);
  });

  it('that are cut off are refused, and nothing is kept of them', async () => {
    const whole = await picture(400, 400).jpeg().toBuffer();
    const upload = { contentType: 'image/jpeg', filename: 'x.jpg' };
    const { status } = await service.upload(tenantId, whole.subarray(0, whole.length / 2), upload);
    expect(status).toBe(422);
    const { body } = await service.as(callers.editor(tenantId)).get(`/tenants/${tenantId}/assets`);
    expect(body.data.items).toEqual([]);
  });
});

/** What a reference decoder shows of a picture: upright, in the colours of screens, with its transparency. */
const pixelsOf = (file: Buffer) =>
  sharp(file).autoOrient().toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });

/** Uploads a picture, and says how far the stored one is from it at the most, of 255. */
async function farthest(file: Buffer, mimeType: string): Promise<number> {
  const upload = { contentType: mimeType, filename: `x.${mimeType.slice(6)}` };
  const { status, body } = await service.upload(tenantId, file, upload);
  expect(status).toBe(201);
  const { url } = body.data.variants.find(({ name }: { name: string }) => name === 'original');
  const stored = await pixelsOf((await service.as(callers.anonymous).get(new URL(url).pathname)).body);
  const expected = await pixelsOf(file);
  const { width, height } = expected.info;
  expect(stored.info).toMatchObject({ width, height });
  expect(body.data).toMatchObject({ width, height });
  return expected.data.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (stored.data[at] ?? 0))),
    0,
  );
}

/** A picture whose top left corner is of another colour, so that every orientation looks different. */
async function cornered(background: string): Promise<Buffer> {
  const corner = { create: { width: 30, height: 10, channels: 3, background: '#fff' } } as const;
  return sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .composite([{ input: await sharp(corner).png().toBuffer(), left: 0, top: 0 }])
    .png()
    .toBuffer();
}
