import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { newId } from '@siteninja/core';
import { extract } from 'tar-stream';
import { type TestContent } from '../test-support';

/** The entries of a bundle by name, in their order. @throws where it is no whole one */
export async function unpack(bundle: Buffer): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>();
  const tar = extract();
  Readable.from([gunzipSync(bundle)]).pipe(tar);
  for await (const entry of tar) {
    entries.set(entry.header.name, await buffer(entry));
  }
  return entries;
}

/** What `sha256sum` would write of these entries. */
export function sumsOf(entries: ReadonlyMap<string, Buffer>): string {
  const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  return [...entries].map(([name, bytes]) => `${sum(bytes)}  ${name}\n`).join('');
}

export function linesOf(entries: ReadonlyMap<string, Buffer>, name: string): Record<string, unknown>[] {
  const text = String(entries.get(`${name}.ndjson`));
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));
}

/** An asset that the asset service knows with its file. @returns its id */
export function addOriginal(
  { originals }: Pick<TestContent, 'originals'>,
  tenantId: string,
  bytes = randomBytes(1_000),
): string {
  const id = newId();
  const about = { filename: 'van.jpg', mimeType: 'image/jpeg', alt: 'Our van', folder: 'work' } as const;
  const original = { extension: 'jpg', size: bytes.length };
  originals.set(id, { id, tenantId, ...about, focalPoint: { x: 0.5, y: 0.2 }, original, bytes });
  return id;
}
