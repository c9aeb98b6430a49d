import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type DomainError, ensure, invalid } from '@siteninja/core';
import { extract, type Header } from 'tar-stream';
import { CHECKSUMS, ENTRIES, MANIFEST, maxBytesOf } from './bundle-format';
import { together } from './together';

const CHUNK_BYTES = 256 * 1024;
const MAX_ENTRIES = 10_000;
/** Of all entries together. */
const MAX_BUNDLE_BYTES = 10 * 1024 ** 3;
/** What may come beside the content of entries: headers, padding, and what is read ahead. */
const MAX_SURPLUS_BYTES = 1024 * 1024;
const MAX_SURPLUS_BYTES_AN_ENTRY = 64 * 1024;

/** An entry of a bundle; whoever is given it reads its content to the end. */
export interface ReceivedEntry {
  name: string;
  size: number;
  content: Readable;
}

/**
 * Reads a .tar.gz as it comes, and gives its entries one after the other: those alone that an export writes, the
 * manifest first. The checksums come last and are compared, so what was given counts once this has resolved.
 * @throws invalid, naming the entry, for what is no whole bundle; what `take` throws
 */
export async function readArchive(
  source: AsyncIterable<Buffer>,
  take: (entry: ReceivedEntry) => Promise<void>,
): Promise<void> {
  const tar = extract();
  const archive = new Archive(take);
  const unpack = pipeline(
    () => archive.noting(source),
    createGunzip({ chunkSize: CHUNK_BYTES }),
    (chunks: AsyncIterable<Buffer>) => archive.bounded(chunks),
    tar,
  );
  try {
    await together([unpack, archive.read(tar)], (error) => tar.destroy(error));
  } catch (error) {
    throw archive.fault ?? damaged(error);
  }
  archive.assertWhole();
}

type TarEntry = AsyncIterable<unknown> & { header: Header };

class Archive {
  /** What failed, where that is not the archive's own format. */
  fault: Error | undefined;
  readonly #take: (entry: ReceivedEntry) => Promise<void>;
  /** By the names of their entries; hexadecimal digits, and empty until the entry has been read. */
  readonly #sums = new Map<string, string>();
  #allowedBytes = MAX_SURPLUS_BYTES;
  #entryBytes = 0;

  constructor(take: (entry: ReceivedEntry) => Promise<void>) {
    this.#take = take;
  }

  async *noting(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* source;
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Ends where more comes than the entries have, such as of a gzip file that unpacks to a thousand times its size. */
  async *bounded(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > this.#allowedBytes) throw this.#failed(wrong('', 'It has more than its entries.'));
      yield chunk;
    }
  }

  async read(tar: AsyncIterable<TarEntry>): Promise<void> {
    for await (const entry of tar) {
      try {
        await this.#readEntry(entry);
      } catch (error) {
        throw this.#failed(error);
      }
    }
  }

  #failed(error: unknown): Error {
    this.fault ??= error instanceof Error ? error : new Error('The bundle was broken off.', { cause: error });
    return this.fault;
  }

  async #readEntry(entry: TarEntry): Promise<void> {
    const { name, type, size = 0 } = entry.header;
    this.#assertExpected(name, type, size);
    this.#allowedBytes += size + MAX_SURPLUS_BYTES_AN_ENTRY;
    this.#sums.set(name, '');
    const content = Readable.from(this.#summed(name, entry), { objectMode: false });
    if (name === CHECKSUMS) this.#compare(await text(content));
    else await this.#take({ name, size, content });
    if (!this.#sums.get(name)) throw new Error(`${name} was not read to its end.`);
  }

  /** @throws invalid for an entry that no export writes, or not here */
  #assertExpected(name: string, type: string | null | undefined, size: number): void {
    const maxBytes = maxBytesOf(name);
    const shown = name.slice(0, 100);
    ensure(type === 'file' && maxBytes !== undefined, () => wrong(shown, 'This is no entry of a bundle.'));
    ensure(size <= maxBytes, () => wrong(shown, `It has more than ${maxBytes} bytes.`));
    ensure(!this.#sums.has(name), () => wrong(name, 'It is there twice.'));
    ensure(!this.#sums.has(CHECKSUMS), () => wrong(name, `It comes after ${CHECKSUMS}.`));
    const isInOrder = this.#sums.size > 0 || name === MANIFEST;
    ensure(isInOrder, () => wrong(name, `A bundle begins with ${MANIFEST}.`));
    ensure(this.#sums.size < MAX_ENTRIES, () => wrong(name, `A bundle has at most ${MAX_ENTRIES} entries.`));
    this.#entryBytes += size;
    ensure(this.#entryBytes <= MAX_BUNDLE_BYTES, () => wrong(name, 'The bundle has more than 10 GB.'));
  }

  async *#summed(name: string, entry: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    for await (const chunk of this.#whole(entry)) {
      if (!Buffer.isBuffer(chunk)) throw new Error('An archive gave something other than bytes.');
      hash.update(chunk);
      yield chunk;
    }
    this.#sums.set(name, hash.digest('hex'));
  }

  /** Fails where the archive ends within an entry, whatever the reader of the entry makes of that. */
  async *#whole(entry: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    try {
      yield* entry;
    } catch (error) {
      throw this.#failed(damaged(error));
    }
  }

  /** @throws invalid where the checksums are not exactly those of the entries */
  #compare(sums: string): void {
    const given = new Map(
      sums.split('\n').flatMap((line): [string, string][] => {
        const [, sum, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
        return sum !== undefined && name !== undefined ? [[name, sum]] : [];
      }),
    );
    for (const [name, sum] of this.#sums) {
      if (name === CHECKSUMS) continue;
      ensure(given.get(name) === sum, () => wrong(name, `It is not what ${CHECKSUMS} says.`));
      given.delete(name);
    }
    const [missing] = given.keys();
    ensure(missing === undefined, () => wrong(missing?.slice(0, 100) ?? '', 'It is missing.'));
  }

  assertWhole(): void {
    const missing = ENTRIES.filter((name) => !this.#sums.has(name));
    if (missing.length > 0) throw invalid(missing.map((field) => ({ field, message: 'It is missing.' })));
  }
}

function wrong(field: string, message: string): DomainError {
  return invalid([{ field, message }]);
}

function damaged(cause: unknown): Error {
  const error = wrong('', 'This is no .tar.gz, or it is damaged or was broken off.');
  error.cause = cause;
  return error;
}
