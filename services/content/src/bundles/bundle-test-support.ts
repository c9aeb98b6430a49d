import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DEFAULT_BRANDING, DEFAULT_CRAWLER_RULES } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { extract, type Header, pack } from 'tar-stream';
import { type TestContent } from '../test-support';
import { CHECKSUMS, FORMAT, MANIFEST } from './bundle-format';

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

/** A .tar.gz of these entries. */
export async function archive(
  entries: Iterable<readonly [Partial<Header> & { name: string }, Buffer | string]>,
): Promise<Buffer> {
  const tar = pack();
  for (const [header, content] of entries) tar.entry(header, content);
  tar.finalize();
  return gzipSync(await buffer(tar));
}

/** A bundle of these entries, with its checksums. */
export function bundleOf(entries: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const whole = [...entries].filter(([name]) => name !== CHECKSUMS);
  const sums = Buffer.from(sumsOf(new Map(whole)));
  return archive([...whole, [CHECKSUMS, sums] as const].map(([name, content]) => [{ name }, content]));
}

/** The smallest bundle, in which these entries are what is given, as text or as lines of JSON. */
export function bundleWith(changes: Record<string, string | object[]> = {}): Promise<Buffer> {
  const home = { id: newId(), parentId: null, slug: 'home', title: 'Home', seo: {}, sections: [] };
  const entries: Record<string, string | object[]> = {
    [MANIFEST]: JSON.stringify({ ...MANIFEST_DATA, tenantId: newId() }),
    'pages.ndjson': [home],
    'navigation.ndjson': [],
    'redirects.ndjson': [],
    'crawlers.ndjson': [DEFAULT_CRAWLER_RULES],
    'branding.ndjson': [DEFAULT_BRANDING],
    'assets.ndjson': [],
    ...changes,
  };
  return bundleOf(
    new Map(
      Object.entries(entries).map(([name, content]) => {
        const lines = typeof content === 'string' ? content : content.map((line) => JSON.stringify(line));
        return [name, Buffer.from(typeof lines === 'string' ? lines : lines.join('\n'))];
      }),
    ),
  );
}

export const MANIFEST_DATA = { format: FORMAT, version: 1, exportedAt: '2026-01-01T00:00:00Z', hosts: [] };

/** What is in a bundle, with every id, and what else differs between sites, told by its place alone. */
export function withoutIds(entries: ReadonlyMap<string, Buffer>): [string, unknown][] {
  const ids = new Map<string, string>();
  const named = (text: string): string =>
    text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!ids.has(id)) ids.set(id, `#${ids.size}`);
      return ids.get(id) ?? '';
    });
  return [...entries].flatMap(([name, content]): [string, unknown][] => {
    if (name === CHECKSUMS || name === MANIFEST) return [];
    const text = name.endsWith('.ndjson') ? content.toString() : content.toString('hex');
    return [
      [
        named(name),
        named(text)
          .replace(/joes-[0-9a-f]+/g, 'joes')
          .split('\n'),
      ],
    ];
  });
}

/** A page in a bundle. */
export const page = (slug: string, more: object = {}) => ({
  ...{ id: newId(), parentId: null, slug, title: slug, seo: {}, sections: [], ...more },
});
/** A section of a page in a bundle. */
export const section = (type: string, content: object, more: object = {}) => ({
  ...{ id: newId(), sectionId: type, type, schemaVersion: undefined, content, ...more },
});

/** An item of the header menu in a bundle. */
export function nav(label: string, target: object) {
  return { id: newId(), menu: 'header', label, target, parentId: null, sortOrder: 0, openInNewTab: false };
}

/** What a bundle says of an asset. */
export function assetOf(id: string) {
  const about = { filename: 'a.jpg', mimeType: 'image/jpeg', alt: null, folder: null, focalPoint: null };
  return { id, ...about, file: `files/${id}.jpg` };
}
