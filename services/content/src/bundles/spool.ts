import { createReadStream } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { type ContentCtx } from '../context';

/** A folder of temporary files, which is removed when `work` is over. */
export async function withTemporaryFolder<T>(
  { config }: ContentCtx,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(config.BUNDLE_FOLDER, { recursive: true });
  const folder = await mkdtemp(join(config.BUNDLE_FOLDER, 'bundle-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lines of JSON in a temporary file: an archive wants the size of an entry before its first byte. */
export class Spool {
  /** Bytes. */
  size = 0;

  private constructor(
    readonly name: string,
    private readonly path: string,
  ) {}

  /** An empty one, whatever was in its file before. */
  static async create(folder: string, name: string): Promise<Spool> {
    const path = join(folder, name);
    await writeFile(path, '');
    return new Spool(name, path);
  }

  async write(values: readonly unknown[]): Promise<void> {
    const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
    await appendFile(this.path, text);
    this.size += Buffer.byteLength(text);
  }

  read(): Readable {
    return createReadStream(this.path);
  }
}
