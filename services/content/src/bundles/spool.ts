import { createReadStream } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Readable } from 'node:stream';
import { DAY_MS } from '@siteninja/core';
import { definePeriodicJob } from '@siteninja/jobs';
import { sweepFolder } from '@siteninja/service';
import { parse, type Schema } from '@siteninja/schema';
import { type ContentCtx } from '../context';

const PREFIX = 'bundle-';
/** Longer than a bundle takes to come or go. */
const ABANDONED_AFTER_MS = DAY_MS;

/** Removes the temporary files of exports and imports whose process ended. */
export const sweepBundles = definePeriodicJob<ContentCtx>({
  name: 'bundles.sweep',
  everySeconds: 60 * 60,
  perform: ({ config }) =>
    sweepFolder(config.BUNDLE_FOLDER, ABANDONED_AFTER_MS, ({ name }) => name.startsWith(PREFIX)),
});

/** A folder of temporary files, which whoever asks for it removes. */
export async function makeTemporaryFolder({ config }: ContentCtx): Promise<string> {
  await mkdir(config.BUNDLE_FOLDER, { recursive: true });
  return mkdtemp(join(config.BUNDLE_FOLDER, PREFIX));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** A folder of temporary files, which is removed when `work` is over. */
export async function withTemporaryFolder<T>(
  ctx: ContentCtx,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await makeTemporaryFolder(ctx);
  try {
    return await work(folder);
  } finally {
    await removeFolder(folder);
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

  /** What was written, so many at once. */
  async *batches<T>(schema: Schema<T>, count: number): AsyncGenerator<T[]> {
    let batch: T[] = [];
    for await (const line of createInterface({ input: this.read() })) {
      const read = parse(schema, JSON.parse(line), { isOwn: true });
      if ('errors' in read) throw new Error(`A line of ${this.name} is not what was written.`);
      batch.push(read.value);
      if (batch.length < count) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
}
