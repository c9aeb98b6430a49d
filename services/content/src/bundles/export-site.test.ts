import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, testClock } from '@siteninja/core';
import { callers, until } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';
import { addOriginal, linesOf, sumsOf, unpack } from './bundle-test-support';

const clock = testClock();
let folder: string;
let service: TestContent;
let tenant: TestTenant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siteninja-bundle-test-'));
  service = await startContent({ shared: { clock }, env: { BUNDLE_FOLDER: folder } });
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  tenant = await service.newTenant();
});

const admin = () => service.as(callers.admin(tenant.id));
const download = (id = tenant.id) =>
  service.as(callers.viewer(id)).get(`/tenants/${id}/export`).responseType('blob');
const bundle = async () => unpack((await download()).body);

describe('the export of a site', () => {
  it('is a .tar.gz of the drafts, what surrounds them, and the files of all assets, with checksums of every entry', async () => {
    const of = (path: string) => `/tenants/${tenant.id}/${path}`;
    const assetId = addOriginal(service, tenant.id);
    const others = [1, 2, 3, 4, 5, 6].map(() => addOriginal(service, tenant.id));
    addOriginal(service, newId());
    const sections = [{ type: 'hero', content: { heading: 'Grüße – 水' } }];
    const page = (await admin().post(of('pages')).send({ slug: 'story', title: 'Story', sections })).body
      .data;
    const child = { slug: 'team', title: 'Team', parentId: page.id };
    await admin().post(of('pages')).send(child);
    const gone = (await admin().post(of('pages')).send({ slug: 'gone', title: 'Gone' })).body.data;
    await admin().delete(of(`pages/${gone.id}`));
    await admin()
      .put(of(`pages/${page.id}/seo`))
      .send({ metaTitle: 'All about us' });
    const target = { type: 'section', pageId: page.id, sectionId: page.sections[0].id };
    const item = (await admin().post(of('navigation')).send({ menu: 'footer', label: 'About', target })).body
      .data;
    await admin().post(of('redirects')).send({ fromPath: '/old', pageId: page.id });
    await admin().put(of('crawlers')).send({ aiInput: false });
    const before = await service.events();

    const answer = await download();
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-disposition': 'attachment; filename="site.tar.gz"',
      'cache-control': 'no-store',
    });
    const entries = await unpack(answer.body);
    const files = [assetId, ...others].map((id) => `files/${id}.jpg`);
    const resources = ['pages', 'navigation', 'redirects', 'crawlers', 'branding'];
    const names = resources.map((name) => `${name}.ndjson`);
    expect([...entries.keys()]).toEqual([
      'manifest.json',
      ...names,
      ...files,
      'assets.ndjson',
      'checksums.sha256',
    ]);
    const sums = String(entries.get('checksums.sha256'));
    entries.delete('checksums.sha256');
    expect(sums).toBe(sumsOf(entries));
    expect(JSON.parse(String(entries.get('manifest.json')))).toMatchObject({
      format: 'siteninja-site',
      version: 1,
      tenantId: tenant.id,
    });
    const pages = linesOf(entries, 'pages');
    const slugs = pages.map(({ slug }) => slug);
    expect(slugs).toEqual(expect.arrayContaining(['home', 'story', 'team']));
    expect(slugs).not.toContain('gone');
    const { id, parentId, slug, title } = page;
    const seo = { metaTitle: 'All about us' };
    expect(pages.find((each) => each.id === id)).toEqual({
      ...{ id, parentId, slug, title, seo },
      sections: page.sections,
    });
    expect(pages.find((each) => each.slug === 'team')).toMatchObject({ parentId: id });
    expect(linesOf(entries, 'navigation')).toEqual([
      {
        ...{ id: item.id, menu: 'footer', label: 'About', target },
        ...{ parentId: null, sortOrder: item.sortOrder, openInNewTab: false },
      },
    ]);
    expect(linesOf(entries, 'redirects')).toEqual([
      { fromPath: '/old', toPath: null, pageId: id, statusCode: 301 },
    ]);
    expect(linesOf(entries, 'crawlers')).toMatchObject([{ index: true, aiInput: false, aiTraining: false }]);
    expect(linesOf(entries, 'branding')).toMatchObject([{ primaryColor: '#1D4ED8' }]);
    const assets = linesOf(entries, 'assets');
    expect(assets).toHaveLength(7);
    expect(assets[0]).toEqual({
      ...{ id: assetId, filename: 'van.jpg', mimeType: 'image/jpeg', alt: 'Our van', folder: 'work' },
      ...{ focalPoint: { x: 0.5, y: 0.2 }, file: `files/${assetId}.jpg` },
    });
    expect(entries.get(`files/${assetId}.jpg`)).toEqual(service.originals.get(assetId)?.bytes);
    expect(await service.events()).toEqual(before);
    await until(async () => (await readdir(folder)).length === 0);
  });

  it('is 503 while the site is still being set up, and not that of an empty site', async () => {
    const fresh = newId();
    const { status, body, headers } = await service.as(callers.admin(fresh)).get(`/tenants/${fresh}/export`);
    expect([status, body.code]).toEqual([503, 'site.not_ready']);
    expect((await service.as(callers.admin(fresh)).head(`/tenants/${fresh}/export`)).status).toBe(503);
    expect(headers['retry-after']).toBeDefined();
  });

  it('compresses what is text', async () => {
    const sections = [{ type: 'hero', content: { heading: 'Hi', subheading: 'Pipes. '.repeat(40) } }];
    await admin()
      .post(`/tenants/${tenant.id}/pages`)
      .send({ slug: 'pipes', title: 'Pipes', sections: [...sections, ...sections, ...sections] });
    const { body } = await download();
    const entries = [...(await unpack(body)).values()];
    expect(body.length).toBeLessThan(entries.reduce((sum, { length }) => sum + length, 0));
  });

  it('leaves out an asset that is deleted while others are sent', async () => {
    const [kept, gone] = [addOriginal(service, tenant.id), addOriginal(service, tenant.id)];
    const listed = service.originals.get(gone);
    if (!listed) throw new Error('It is not listed.');
    service.originals.set(gone, { ...listed, id: newId() });
    const entries = await bundle();
    expect(linesOf(entries, 'assets').map(({ id }) => id)).toEqual([kept]);
  });

  it('is broken off, and has no checksums, where a file cannot be read to its end', async () => {
    const id = addOriginal(service, tenant.id, randomBytes(500_000));
    const listed = service.originals.get(id);
    if (!listed) throw new Error('It is not listed.');
    service.originals.set(id, { ...listed, original: { extension: 'jpg', size: 600_000 } });
    await expect(download()).rejects.toThrow('aborted');
    await until(async () => (await readdir(folder)).length === 0);
  });

  it('leaves nothing for longer than a day, also where its process was killed, and touches nothing else', async () => {
    const within = (name: string) => join(folder, name);
    const [old, fresh, foreign] = [within('bundle-old'), within('bundle-fresh'), within('photos')];
    for (const path of [old, fresh, foreign]) {
      await mkdir(path);
      await writeFile(join(path, 'pages.ndjson'), '{}');
      const modified = new Date(Date.now() - (path === fresh ? 23 : 25) * 3_600_000);
      await utimes(path, modified, modified);
    }
    clock.advance(3_600_000);
    await service.runDueJobs();
    expect((await readdir(folder)).sort()).toEqual(['bundle-fresh', 'photos']);
    for (const path of [fresh, foreign]) await rm(path, { recursive: true });
  });

  it('answers HEAD with its type alone', async () => {
    const { status, headers } = await admin().head(`/tenants/${tenant.id}/export`);
    expect([status, headers['content-type']]).toEqual([200, 'application/gzip']);
  });
});
