import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { invalid, newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import S3rver from 's3rver';
import { picture, startAssetTest } from '../test-support';
import { type BlobStore } from './blob-store';
import { diskBlobStore } from './disk-blob-store';
import { s3BlobStore } from './s3-blob-store';

let folder: string;
let server: S3rver;
let endpoint: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siteninja-blobs-'));
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
  });
  endpoint = `http://127.0.0.1:${(await server.run()).port}`;
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const s3 = (more: { endpoint?: string } = {}) =>
  s3BlobStore({ bucket: 'files', region: 'us-east-1', endpoint, credentials, ...more });

describe.each([
  { kind: 'disk', open: () => diskBlobStore(join(folder, 'disk')) },
  { kind: 's3', open: () => s3() },
])('a blob store on $kind', ({ open }) => {
  let store: BlobStore;
  beforeEach(() => {
    store = open();
  });

  async function read(key: string, range?: { start: number; end: number }): Promise<string | null> {
    const stream = await store.get(key, range);
    return stream && (await buffer(stream)).toString();
  }

  it('a stored blob is read back whole or in part until its folder is deleted', async () => {
    await store.put('a/b/one.txt', Buffer.from('0123456789'), 'text/plain');
    await store.put('a/b/two.txt', Readable.from([Buffer.from('01'), Buffer.from('23')]), 'text/plain');
    await store.put('a/bc.txt', Buffer.from('x'), 'text/plain');
    expect([await read('a/b/one.txt'), await read('a/b/two.txt')]).toEqual(['0123456789', '0123']);
    expect(await read('a/b/one.txt', { start: 2, end: 4 })).toBe('234');
    await store.delete('a/b');
    await store.delete('a/never');
    expect([await read('a/b/one.txt'), await read('a/b/two.txt'), await read('a/bc.txt')]).toEqual([
      null,
      null,
      'x',
    ]);
    await store.delete('a/bc.txt');
    expect(await read('a/bc.txt')).toBeNull();
  });

  it('a blob of many parts is stored as it is streamed', async () => {
    const part = Buffer.alloc(5 * 1024 * 1024, 'frame');
    await store.put('large/video', Readable.from([part, part, part, part]), 'video/mp4');
    const stream = await store.get('large/video', { start: 15 * 1024 * 1024 - 3, end: 20 * 1024 * 1024 - 1 });
    expect(stream && (await buffer(stream)).length).toBe(5 * 1024 * 1024 + 3);
    expect(await read('large/video', { start: 0, end: 4 })).toBe('frame');
  });

  it('a blob whose stream fails is not stored at all, and the failure is told as it is', async () => {
    for (const failure of [new Error('gone'), invalid([{ field: 'file', message: 'gone' }])]) {
      const broken = Readable.from(
        (async function* () {
          yield Buffer.from('half');
          throw failure;
        })(),
      );
      await expect(store.put('a/broken.txt', broken, 'text/plain')).rejects.toBe(failure);
      expect(await read('a/broken.txt')).toBeNull();
    }
  });

  it('a key that could lead out of the folder is refused', async () => {
    const wrong = ['../x', 'a/../../x', '/etc/passwd', 'a//b', 'a/.writing', '', 'a/b\0', 'a\\b', '.', 'ä'];
    for (const key of wrong) {
      await expect(store.put(key, Buffer.from('x'), 'text/plain')).rejects.toThrow('no key');
      await expect(store.get(key)).rejects.toThrow('no key');
      await expect(store.delete(key)).rejects.toThrow('no key');
    }
  });
});

describe('a blob store on disk', () => {
  it('leaves nothing of a file that failed', async () => {
    expect(await readdir(join(folder, 'disk', '.writing'))).toEqual([]);
  });
});

describe('a blob store on s3', () => {
  it('has an address of its own that takes one file, signed for its type and size', async () => {
    await s3().put('before/any', Buffer.from('x'), 'text/plain');
    const upload = { contentType: 'text/plain', size: 4, seconds: 60 };
    const address = await s3().presignPut('sent/file', upload);
    if (!address) throw new Error('There is no address.');
    const query = new URL(address.url).searchParams;
    expect(query.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    expect(query.get('X-Amz-Expires')).toBe('60');
    const sent = await fetch(address.url, { method: 'PUT', headers: address.headers, body: 'file' });
    expect(sent.status).toBe(200);
    const stream = await s3().get('sent/file');
    expect(stream && (await buffer(stream)).toString()).toBe('file');
  });

  it('that does not answer is unavailable, and not a fault', async () => {
    const unreachable = s3({ endpoint: 'http://127.0.0.1:1' });
    const unavailable = { kind: 'unavailable', code: 'asset.storage_unavailable' };
    await expect(unreachable.get('a/b')).rejects.toMatchObject(unavailable);
    await expect(unreachable.put('a/b', Buffer.from('x'), 'text/plain')).rejects.toMatchObject(unavailable);
    await expect(unreachable.delete('a/b')).rejects.toMatchObject(unavailable);
  });
});

describe('assets in an S3 store', () => {
  it('are uploaded, announced, delivered in part and deleted like those on disk', async () => {
    const env = {
      S3_BUCKET: 'assets',
      S3_ENDPOINT: endpoint,
      S3_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    const service = await startAssetTest({ env });
    const tenantId = newId();
    const editor = () => service.as(callers.editor(tenantId));
    const path = `/tenants/${tenantId}/assets`;
    const png = await picture(40, 30).png().toBuffer();
    const uploaded = (await service.upload(tenantId, png)).body.data;
    const file = () => service.as(callers.anonymous).get(new URL(uploaded.url).pathname);
    const whole = await file();
    expect((await file().set('Range', 'bytes=-7')).body.equals(whole.body.subarray(-7))).toBe(true);
    const announced = { filename: 'van.png', mimeType: 'image/png', size: png.length };
    const { assetId, upload } = (await editor().post(`${path}/presign`).send(announced)).body.data;
    expect(upload.url.startsWith(`${endpoint}/assets/${tenantId}/`)).toBe(true);
    expect((await editor().post(`${path}/${assetId}/complete`)).body.code).toBe('asset.not_sent');
    const { url, method, headers } = upload;
    await fetch(url, { method, headers, body: new Uint8Array(png.length) });
    expect((await editor().post(`${path}/${assetId}/complete`)).status).toBe(415);
    const next = (await editor().post(`${path}/presign`).send(announced)).body.data;
    await fetch(next.upload.url, { method, headers, body: new Uint8Array(png) });
    const completed = await editor().post(`${path}/${next.assetId}/complete`);
    expect(completed.body.data).toMatchObject({ id: next.assetId, width: 40, checksum: uploaded.checksum });
    for (const id of [uploaded.id, next.assetId]) await editor().delete(`${path}/${id}`);
    await service.runDueJobs();
    expect((await file()).status).toBe(404);
    const left = await readdir(join(folder, 's3', 'assets'), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
    await service.stop();
  });
});
