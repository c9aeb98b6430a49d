import { type Readable } from 'node:stream';

/** Bytes from `start` to `end`, both inclusive. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Where the bytes of files are. A key is `<folder>/…/<name>`, of letters, digits, `.`, `_` and `-`; whoever
 * makes keys makes them of ids and hashes, never of what a client calls a file.
 */
export interface BlobStore {
  readonly kind: 'disk';
  /** All or nothing: a reader never sees a part of it. */
  put(key: string, content: Buffer | Readable, contentType: string): Promise<void>;
  /** Null where there is nothing. */
  get(key: string, range?: ByteRange): Promise<Readable | null>;
  /** Everything below the folder; nothing, if there is none. */
  delete(folder: string): Promise<void>;
}
