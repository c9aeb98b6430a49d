import { createHash } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { CHECKSUMS } from './bundle-format';
import { together } from './together';

const CHUNK_BYTES = 256 * 1024;

/** Of a gzip file without name and time (RFC 1952 §2.3). */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Pictures and PDFs are compressed already: to try it again takes twelve times as long and saves nothing. */
const LEVELS = { text: constants.Z_BEST_SPEED, file: constants.Z_NO_COMPRESSION };

export interface Entry {
  name: string;
  /** Bytes. */
  size: number;
  kind: keyof typeof LEVELS;
  content: Readable;
}

/**
 * Sends a .tar.gz of the entries that `fill` adds, one after the other, and of their checksums. It is made while it is
 * sent, no faster than it is read.
 * @throws what `fill` throws; then, and where the reader goes, everything is closed
 */
export async function sendArchive(
  out: Writable,
  mtime: Date,
  fill: (add: (entry: Entry) => Promise<void>) => Promise<void>,
): Promise<void> {
  const tar = pack();
  const compressor = new Compressor();
  const sums: string[] = [];
  const add = async ({ name, size, kind, content }: Entry): Promise<void> => {
    compressor.kind = kind;
    sums.push(`${await copy(content, tar.entry({ name, size, mtime }))}  ${name}\n`);
  };
  const fillWhole = async (): Promise<void> => {
    await fill(add);
    const content = Buffer.from(sums.join(''));
    await add({ name: CHECKSUMS, size: content.length, kind: 'text', content: Readable.from([content]) });
    tar.finalize();
  };
  await together([fillWhole(), compressor.compress(tar), pipeline(compressor.read(), out)], (error) => {
    tar.destroy(error);
    compressor.destroy(error);
  });
}

/** @returns the SHA-256 of what was copied, as hexadecimal digits */
async function copy(from: Readable, to: NodeJS.WritableStream): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(
    from,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    to,
  );
  return hash.digest('hex');
}

/** A gzip file whose level of compression changes, which Node's own does not do: it ignores it. */
class Compressor {
  readonly #deflate: DeflateRaw = createDeflateRaw({ level: LEVELS.text, chunkSize: CHUNK_BYTES });
  #crc = 0;
  #size = 0;
  /** What comes next. */
  kind: Entry['kind'] = 'text';

  /** Writes one chunk at a time, as zlib must not be at work when its level changes. */
  async compress(tar: Pack): Promise<void> {
    for await (const chunk of tar) {
      if (!Buffer.isBuffer(chunk)) throw new Error('An archive gave something other than bytes.');
      const level = LEVELS[this.kind];
      await called((done) => this.#deflate.params(level, constants.Z_DEFAULT_STRATEGY, done));
      await called((done) => this.#deflate.write(chunk, done));
      this.#crc = crc32(chunk, this.#crc);
      this.#size += chunk.length;
    }
    this.#deflate.end();
  }

  async *read(): AsyncGenerator<Buffer> {
    yield GZIP_HEADER;
    for await (const chunk of this.#deflate) yield chunk;
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.#crc);
    trailer.writeUInt32LE(this.#size % 2 ** 32, 4);
    yield trailer;
  }

  destroy(error: Error): void {
    this.#deflate.destroy(error);
  }
}

function called(work: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    work((error) => (error ? reject(error) : resolve()));
  });
}
