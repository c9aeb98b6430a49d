import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepBytes } from './received-bytes';

/** Fails as soon as it is read. */
const refused: AsyncIterable<Buffer> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('too large')) }),
};

it('of a file that is refused at its beginning nothing is left, however soon', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'siteninja-received-'));
  const keep = () => keepBytes(refused, folder).catch((error: Error) => error.message);
  expect(new Set(await Promise.all(Array.from({ length: 500 }, keep)))).toEqual(new Set(['too large']));
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});
