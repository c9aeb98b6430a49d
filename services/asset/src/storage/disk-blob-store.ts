import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { newId } from '@siteninja/core';
import { sweepFolder } from '@siteninja/service';
import { assertKey, type BlobStore } from './blob-store';

/** What is written comes from this machine, in seconds. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** Files on this machine's disk, for one process alone. Each is written elsewhere and renamed, so that it appears whole. */
export function diskBlobStore(folder: string): BlobStore {
  const root = resolve(folder);
  const writing = join(root, '.writing');
  const pathOf = (key: string): string => join(root, ...assertKey(key).split('/'));
  return {
    kind: 'disk',
    presignPut: () => Promise.resolve(null),
    put: async (key, content) => {
      const path = pathOf(key);
      // Without a listener a stream that fails before it is read would end the process; reading it fails later anyway.
      if (!Buffer.isBuffer(content)) content.on('error', () => undefined);
      const unfinished = join(writing, newId());
      await mkdir(writing, { recursive: true });
      await mkdir(dirname(path), { recursive: true });
      try {
        const bytes = Buffer.isBuffer(content) ? Readable.from([content]) : content;
        const file = await open(unfinished, 'wx');
        await pipeline(bytes, file.createWriteStream({ flush: true }));
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    get: async (key, range) => {
      const file = await open(pathOf(key)).catch(unlessMissing);
      return file?.createReadStream(range ?? {}) ?? null;
    },
    delete: async (prefix) => rm(pathOf(prefix), { recursive: true, force: true }),
    sweep: () => sweepFolder(writing, ABANDONED_AFTER_MS, (entry) => entry.isFile()),
  };
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
