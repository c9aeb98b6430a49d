import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { newId } from '@siteninja/core';
import { callers, until } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';
import {
  archive,
  assetOf,
  bundleWith,
  MANIFEST_DATA,
  page,
  section,
  sumsOf,
  unpack,
} from './bundle-test-support';

let folder: string;
let service: TestContent;
let tenant: TestTenant;
const id = newId();
const PICTURE = `files/${id}.jpg`;
const withPicture = { 'assets.ndjson': [assetOf(id)], [PICTURE]: 'a picture' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siteninja-hostile-test-'));
  service = await startContent({ env: { BUNDLE_FOLDER: folder } });
  tenant = await service.newTenant();
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

const send = (bytes: Buffer) =>
  service
    .as(callers.admin(tenant.id))
    .post(`/tenants/${tenant.id}/import`)
    .type('application/gzip')
    .send(bytes);

type Entries = [
  { name: string; type?: 'symlink' | 'link' | 'directory'; linkname?: string; size?: number },
  string,
][];
/** A whole bundle with a picture, as entries that can be changed, and its checksums made anew or not. */
async function changed(change: (entries: Entries) => Entries, isSummed = true): Promise<Buffer> {
  const whole = await unpack(await bundleWith(withPicture));
  const entries: Entries = [...whole].map(([name, content]) => [{ name }, content.toString()]);
  const next = change(entries.slice(0, -1));
  const sums = isSummed
    ? sumsOf(new Map(next.map(([{ name }, content]) => [name, Buffer.from(content)])))
    : String(whole.get('checksums.sha256'));
  return archive([...next, [{ name: 'checksums.sha256' }, sums]]);
}
const adding = (...more: Entries) => changed((entries) => [...entries, ...more]);
const without = (gone: string) => changed((entries) => entries.filter(([{ name }]) => name !== gone));

const HOSTILE: [string, () => Promise<Buffer> | Buffer, string][] = [
  ['no gzip file', () => randomBytes(5_000), ''],
  ['a gzip file of something else', () => gzipSync(randomBytes(5_000)), ''],
  ['an empty gzip file', () => gzipSync(''), 'manifest.json'],
  ['half an archive', async () => (await bundleWith(withPicture)).subarray(0, 400), ''],
  ['an archive without its end', async () => (await bundleWith(withPicture)).subarray(0, -20), ''],
  ['a path above', () => adding([{ name: '../files/a.jpg' }, 'x']), '../files/a.jpg'],
  ['an absolute path', () => adding([{ name: `/${PICTURE}` }, 'x']), `/${PICTURE}`],
  ['a path with a detour', () => adding([{ name: `files/../${PICTURE}` }, 'x']), `files/../${PICTURE}`],
  ['a name that no export writes', () => adding([{ name: 'users.ndjson' }, '{}']), 'users.ndjson'],
  ['a file that names no asset', () => adding([{ name: 'files/a.jpg' }, 'x']), 'files/a.jpg'],
  [
    'a symbolic link',
    () => adding([{ name: `files/${newId()}.png`, type: 'symlink', linkname: '/etc/passwd' }, '']),
    'files/',
  ],
  [
    'a hard link',
    () => adding([{ name: `files/${newId()}.png`, type: 'link', linkname: 'manifest.json' }, '']),
    'files/',
  ],
  ['a folder', () => adding([{ name: 'files/', type: 'directory' }, '']), 'files/'],
  ['an entry that is there twice', () => adding([{ name: 'pages.ndjson' }, '{}']), 'pages.ndjson'],
  ['a very long name', () => adding([{ name: `files/${'a'.repeat(5_000)}` }, 'x']), 'files/aaa'],
  ['a manifest that comes later', () => changed((entries) => entries.reverse()), ''],
  ['no pages', () => without('pages.ndjson'), 'pages.ndjson'],
  ['a picture that is missing', () => without(PICTURE), PICTURE],
  ['a picture of which nothing is said', () => changed((e) => e.map(emptied('assets.ndjson'))), PICTURE],
  [
    'a file that was changed',
    () => changed((e) => e.map(emptied('redirects.ndjson', '\n')), false),
    'redirects.ndjson',
  ],
  ['an unknown format', () => bundleWith(manifestOf({ format: 'zip' })), 'manifest.json format'],
  ['a newer version', () => bundleWith(manifestOf({ version: 2 })), 'manifest.json version'],
  ['what is no JSON', () => bundleWith({ 'pages.ndjson': '{"id":' }), 'pages.ndjson:1'],
  ['a prototype', () => bundleWith({ 'pages.ndjson': '{"__proto__":{}}' }), 'pages.ndjson:1 __proto__'],
  ['JSON that is too deep', () => bundleWith({ 'pages.ndjson': '['.repeat(9_000) }), 'pages.ndjson:1'],
  [
    'a line that is too long',
    () => bundleWith({ 'pages.ndjson': `"${'a'.repeat(5_000_000)}"` }),
    'pages.ndjson',
  ],
  ['two lines where one belongs', () => bundleWith({ 'crawlers.ndjson': [{}, {}] }), 'crawlers.ndjson'],
  ['no branding', () => bundleWith({ 'branding.ndjson': [] }), 'branding.ndjson'],
  ['colours that are none', () => bundleWith({ 'branding.ndjson': '{}' }), 'branding.ndjson:1 primaryColor'],
  ['too many menu items', () => bundleWith({ 'navigation.ndjson': '\n'.repeat(600) }), 'navigation.ndjson'],
  ['an empty file', () => bundleWith({ ...withPicture, [PICTURE]: '' }), PICTURE],
  ['a bomb of nothing', () => gzipSync(Buffer.alloc(50_000_000)), ''],
];

function emptied(wanted: string, content = '') {
  return ([header, text]: Entries[number]): Entries[number] => [
    header,
    header.name === wanted ? content : text,
  ];
}
function manifestOf(more: object): Record<string, string> {
  return { 'manifest.json': JSON.stringify({ ...MANIFEST_DATA, tenantId: newId(), ...more }) };
}

describe('an archive that is no bundle', () => {
  it.each(HOSTILE)('is refused for %s, and nothing is left of it', async (_what, make, field) => {
    const before = await service.events();
    const { status, body } = await send(await make());
    const named = (body.details ?? []).map((detail: { field: string }) => detail.field);
    expect([status, body.code, named.some((each: string) => each.startsWith(field))]).toEqual([
      422,
      'request.invalid',
      true,
    ]);
    await until(() => service.received.size === 0);
    await until(async () => (await readdir(folder)).length === 0);
    expect(await service.events()).toEqual(before);
  });

  it('is refused as damaged wherever it was cut off', async () => {
    const text = () => section('hero', { heading: randomBytes(60).toString('base64url') });
    const pages = [page('home'), page('about', { sections: Array.from({ length: 60 }, text) })];
    const whole = await bundleWith({ 'pages.ndjson': pages });
    for (let part = 1; part < 16; part += 1) {
      const { status, body } = await send(whole.subarray(0, (whole.length * part) >> 4));
      expect([part, status, body.code]).toEqual([part, 422, 'request.invalid']);
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused for an entry that is said to be larger than it may be, before its bytes are read', async () => {
    const header = await archiveHeader(`files/${newId()}.mp4`, 200 * 1024 * 1024);
    const { status, body } = await send(gzipSync(header));
    expect([status, body.details?.[0]?.message]).toEqual([422, 'It has more than 104857600 bytes.']);
  });

  it('is taken all the same where its entries come in another order', async () => {
    const { status } = await send(
      await changed(([first, ...rest]) => (first ? [first, ...rest.reverse()] : [])),
    );
    expect(status).toBe(200);
  });
});

describe('a bundle with something wrong in it', () => {
  it('names entry, line and field of everything that is wrong', async () => {
    const wrong = section('hero', { heading: 7 });
    const archive = await bundleWith({
      'pages.ndjson': [
        page('home'),
        page('about', { sections: [section('hero', { heading: 'Hi' }), wrong] }),
        page('news', { parentId: newId() }),
      ],
    });
    const { status, body } = await send(archive);
    const fields = body.details.map(({ field }: { field: string }) => field);
    expect([status, fields]).toEqual([422, ['pages.ndjson:2 sections.1.content.heading']]);
  });

  const homeOf = page('home');
  const about = page('about');
  const named: [string, object[], string][] = [
    ['two pages with one path', [page('home'), page('a'), page('a')], 'pages.ndjson:3 slug'],
    ['two pages with one id', [homeOf, { ...page('a'), id: homeOf.id }], 'pages.ndjson:2 id'],
    ['a page under none', [page('home'), page('a', { parentId: newId() })], 'pages.ndjson:2 parentId'],
    ['a page under itself', [page('home'), { ...about, parentId: about.id }], 'pages.ndjson:2 parentId'],
    ['a page under the home page', [homeOf, page('a', { parentId: homeOf.id })], 'pages.ndjson:2 parentId'],
    ['a reserved slug', [page('home'), page('api')], 'pages.ndjson:2 slug'],
    ['no home page', [page('a')], 'pages.ndjson:1'],
    ['an unknown type', [page('home', { sections: [section('x', {})] })], 'pages.ndjson:1 sections.0.type'],
    ['a field that is unknown', [page('home', { more: 1 })], 'pages.ndjson:1 more'],
    [
      'structured data',
      [page('home', { seo: { structuredData: { $a: 1 } } })],
      'pages.ndjson:1 seo.structuredData',
    ],
  ];
  it.each(named)('refuses %s by name, and nothing changes', async (_what, lines, field) => {
    const before = await tenant.pages();
    const { status, body } = await send(await bundleWith({ 'pages.ndjson': lines }));
    expect([status, body.details?.[0]?.field]).toEqual([422, field]);
    expect(await tenant.pages()).toEqual(before);
  });
});

async function archiveHeader(name: string, size: number): Promise<Buffer> {
  const { pack } = await import('tar-stream');
  const tar = pack();
  tar.entry({ name, size });
  for await (const chunk of tar) if (Buffer.isBuffer(chunk)) return chunk;
  throw new Error('There is no header.');
}
