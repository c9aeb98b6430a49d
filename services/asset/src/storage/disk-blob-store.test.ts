import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { diskBlobStore } from './disk-blob-store';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siteninja-blobs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(key: string, range?: { start: number; end: number }): Promise<string | null> {
  const stream = await diskBlobStore(folder).get(key, range);
  return stream && (await buffer(stream)).toString();
}

describe('a blob store', () => {
  it('a stored blob is read back whole or in part until its folder is deleted', async () => {
    const store = diskBlobStore(folder);
    await store.put('a/b/one.txt', Buffer.from('0123456789'), 'text/plain');
    await store.put('a/b/two.txt', Readable.from([Buffer.from('01'), Buffer.from('23')]), 'text/plain');
    await store.put('a/c/three.txt', Buffer.from('x'), 'text/plain');
    expect([await read('a/b/one.txt'), await read('a/b/two.txt')]).toEqual(['0123456789', '0123']);
    expect(await read('a/b/one.txt', { start: 2, end: 4 })).toBe('234');
    await store.delete('a/b');
    await store.delete('a/never');
    expect([await read('a/b/one.txt'), await read('a/c/three.txt')]).toEqual([null, 'x']);
  });

  it('a blob whose stream fails is not stored at all', async () => {
    const store = diskBlobStore(folder);
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('gone');
      })(),
    );
    await expect(store.put('a/b.txt', broken, 'text/plain')).rejects.toThrow('gone');
    expect(await read('a/b.txt')).toBeNull();
    expect(await readdir(join(folder, '.writing'))).toEqual([]);
  });

  it('a key that could lead out of the folder is refused', async () => {
    const store = diskBlobStore(folder);
    for (const key of [
      '../x',
      'a/../../x',
      '/etc/passwd',
      'a//b',
      'a/.writing',
      '',
      'a/b\0',
      'a\\b',
      '.',
      'ä',
    ]) {
      await expect(store.put(key, Buffer.from('x'), 'text/plain')).rejects.toThrow('no key');
      await expect(store.get(key)).rejects.toThrow('no key');
      expect(() => store.delete(key)).toThrow('no key');
    }
  });
});
