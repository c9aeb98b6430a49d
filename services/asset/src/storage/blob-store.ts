import { type Readable } from 'node:stream';
import { type ByteRange } from '@siteninja/http';

export interface PresignedPut {
  contentType: string;
  /** Bytes. */
  size: number;
  /** That the address is good for. */
  seconds: number;
}

export interface SignedAddress {
  url: string;
  /** That the request has to have. */
  headers: Record<string, string>;
}

/**
 * Stores the bytes of files. A key is `<folder>/…/<name>`, of letters, digits, `.`, `_` and `-`: ids and hashes,
 * never a name that a client gave.
 */
export interface BlobStore {
  readonly kind: 'disk' | 's3';
  /** An address that takes the bytes of one blob, or null where the store has none of its own. */
  presignPut(key: string, upload: PresignedPut): Promise<SignedAddress | null>;
  /** Atomic: no reader sees a part of it. */
  put(key: string, content: Buffer | Readable, contentType: string): Promise<void>;
  /** Null where the key is unknown. */
  get(key: string, range?: ByteRange): Promise<Readable | null>;
  /** Deletes the blob of this key and everything below it; does nothing where there is none. */
  delete(key: string): Promise<void>;
  /** Removes what is left of writes that ended with their process. */
  sweep(): Promise<void>;
}

const PART = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;

/** No part begins with a dot: neither `..` nor a hidden folder can be addressed. @throws for what is no key */
export function assertKey(key: string): string {
  if (!key.split('/').every((part) => PART.test(part))) throw new Error(`This is no key of a blob: ${key}`);
  return key;
}
