import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_BRANDING } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { callers, until } from '@siteninja/testing';
import { REFUSED_BYTES, startContent, type TestContent, type TestTenant, TOO_MUCH } from '../test-support';
import {
  addOriginal,
  assetOf,
  bundleOf,
  bundleWith,
  linesOf,
  nav,
  page,
  section,
  unpack,
  withoutIds,
} from './bundle-test-support';

let folder: string;
let service: TestContent;
let tenant: TestTenant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siteninja-import-test-'));
  service = await startContent({ env: { BUNDLE_FOLDER: folder } });
});
afterAll(async () => {
  expect(await readdir(folder)).toEqual([]);
  await service.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  tenant = await service.newTenant();
  service.received.clear();
});

const admin = (id = tenant.id) => service.as(callers.admin(id));
const send = (archive: Buffer, id = tenant.id, query = '') =>
  admin(id).post(`/tenants/${id}/import${query}`).type('application/gzip').send(archive);
const exported = async (id: string) =>
  unpack((await admin(id).get(`/tenants/${id}/export`).responseType('blob')).body);
const read = async (path: string, id = tenant.id) =>
  (await admin(id).get(`/tenants/${id}/${path}`)).body.data;
const own = async () => (await service.events()).filter(({ tenantId }) => tenantId === tenant.id);

const home = (content: object, more: object = {}) => [
  page('home', { sections: [section('hero', { heading: 'Hi', ...content })], ...more }),
];

/** A site with everything that a bundle has. @returns the tenant, and an asset that its home page shows */
async function richSite(): Promise<{ from: TestTenant; assetId: string }> {
  const from = await service.newTenant();
  const path = (rest: string) => `/tenants/${from.id}/${rest}`;
  const assetId = addOriginal(service, from.id);
  const fileUrl = `http://localhost:8080/assets/${from.id}/${assetId}/original-0123456789ab.jpg`;
  for (const id of [assetId, addOriginal(service, from.id)]) {
    const known = service.originals.get(id);
    service.assets.set(id, {
      id,
      tenantId: from.id,
      alt: known?.alt ?? null,
      url: fileUrl.replace(assetId, id),
      width: 9,
      height: 9,
      variants: [],
    });
  }
  const sections = [
    { type: 'hero', sectionId: 'top', content: { heading: 'Grüße', picture: { assetId, alt: 'Van' } } },
    {
      type: 'text',
      content: {
        body: `<p><a href="http://${from.host}:8080/team?a=1&amp;b=2">Us</a> <a href="${fileUrl}">Van</a></p>`,
      },
    },
    { type: 'contact-form', content: { heading: 'Write' } },
  ];
  const seo = { metaTitle: 'All', ogImageAssetId: assetId, canonicalUrl: `http://${from.host}:8080/story` };
  const made = await admin(from.id)
    .post(path('pages'))
    .send({ slug: 'story', title: 'Story', sections, seo });
  expect(made.status).toBe(201);
  const story = made.body.data;
  const team = { slug: 'team', title: 'Team', parentId: story.id };
  await admin(from.id).post(path('pages')).send(team);
  const target = { type: 'section', pageId: story.id, sectionId: story.sections[0].id };
  const item = (await admin(from.id).post(path('navigation')).send({ menu: 'header', label: 'A', target }))
    .body;
  const under = { menu: 'header', label: 'B', target: { type: 'url', url: 'https://a.example/' } };
  await admin(from.id)
    .post(path('navigation'))
    .send({ ...under, parentId: item.data.id });
  await admin(from.id).post(path('redirects')).send({ fromPath: '/old', pageId: story.id });
  const toFile = { fromPath: '/menu', toPath: `/_sn${new URL(fileUrl).pathname}#2` };
  await admin(from.id).post(path('redirects')).send(toFile);
  await admin(from.id)
    .put(path('crawlers'))
    .send({ aiInput: false, robots: ['Disallow: /x'] });
  return { from, assetId };
}

describe('an import', () => {
  it('makes of an exported site the same one for another tenant, with new ids', async () => {
    const { from } = await richSite();
    const before = await exported(from.id);
    const { status, body } = await send(await bundleOf(before));
    expect([status, body.data]).toMatchObject([
      200,
      { isDryRun: false, pages: 3, navigationItems: 2, redirects: 2, assets: 2, warnings: [] },
    ]);
    for (const [id, { bytes, described }] of service.received) {
      expect(described).toMatchObject({ filename: 'van.jpg', alt: 'Our van', folder: 'work' });
      const about = { filename: 'van.jpg', mimeType: 'image/jpeg', alt: 'Our van', folder: 'work' } as const;
      const original = { extension: 'jpg', size: bytes.length };
      const whose = { id, tenantId: tenant.id };
      service.originals.set(id, { ...whose, ...about, focalPoint: { x: 0.5, y: 0.2 }, original, bytes });
    }
    const after = await exported(tenant.id);
    expect(withoutIds(after)).toEqual(withoutIds(before));
    const ids = (entries: typeof after) => linesOf(entries, 'pages').map(({ id }) => id);
    expect(ids(after).filter((id) => ids(before).includes(id))).toEqual([]);
    expect(String(after.get('redirects.ndjson'))).toContain(`/_sn/assets/${tenant.id}/`);
    const text = String(after.get('pages.ndjson'));
    expect([text.includes(from.id), text.includes(from.host), text.includes(tenant.host)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('brings pages as drafts, records one event, and publishes them with their pictures', async () => {
    const { from } = await richSite();
    await send(await bundleOf(await exported(from.id)));
    const all = Object.values(await tenant.pages());
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['draft']));
    const events = await own();
    const causes = events.filter(({ causedBy, type }) => causedBy === undefined && type.startsWith('site.'));
    expect(causes.map(({ type }) => type)).toEqual(['site.imported']);
    const created = events.filter(
      ({ type, causedBy }) => type === 'page.created' && causedBy === causes[0]?.id,
    );
    expect(created).toHaveLength(all.length);
    await tenant.publish('story');
    const { body } = await tenant.visit('/story');
    expect(body).toContain(`/_sn/assets/${tenant.id}/${[...service.received.keys()][0]}`);
  });

  it('leaves what is live as it is until the first page is published, whatever else changes', async () => {
    await tenant.publish('home');
    const former = (await tenant.visit('/')).body;
    const items = [{ ...nav('Imported', { type: 'url', url: '/imported' }) }];
    const answer = await send(await bundleWith({ 'pages.ndjson': home({}), 'navigation.ndjson': items }));
    expect(answer.status).toBe(200);
    expect((await tenant.visit('/')).body).toBe(former);
    await tenant.tell('branding.updated', 9, { ...tenant.data.branding, primaryColor: '#123456' });
    await admin().post(`/tenants/${tenant.id}/redirects`).send({ fromPath: '/new', toPath: '/' });
    const meanwhile = (await tenant.visit('/')).body;
    expect([meanwhile.includes('#123456'), meanwhile.includes('Imported')]).toEqual([false, false]);
    await tenant.publish('home');
    const now = (await tenant.visit('/')).body;
    expect([now.includes('Imported'), now.includes('>Hi</h1>')]).toEqual([true, true]);
    expect((await tenant.visit('/new')).status).toBe(301);
  });

  it('checks everything and changes nothing where it is a dry run', async () => {
    const id = newId();
    const line = assetOf(id);
    const archive = await bundleWith({
      'pages.ndjson': home({ picture: { assetId: newId() } }),
      'assets.ndjson': [line],
      [line.file]: 'a picture',
    });
    const [pages, events] = [await tenant.pages(), await service.events()];
    const { status, body } = await send(archive, tenant.id, '?dryRun=true');
    expect([status, body.data]).toMatchObject([
      200,
      {
        ...{ isDryRun: true, pages: 1, assets: 1, warningCount: 1 },
        warnings: [{ field: 'pages.ndjson:1 sections.0.content.picture.assetId' }],
      },
    ]);
    expect([await tenant.pages(), await service.events()]).toEqual([pages, events]);
    await until(() => service.received.size === 0);
  });

  it('leaves out what is not in the bundle, such as what belongs to others', async () => {
    const other = await service.newTenant();
    const foreign = addOriginal(service, other.id);
    const [foreignPage] = Object.values(await other.pages());
    const locationId = newId();
    service.locations.add(locationId);
    const sections = [
      section('gallery', { heading: 'G', items: [{ title: 'C', picture: { assetId: foreign } }] }),
      section('map', { heading: 'M', locationId }),
    ];
    const seo = { ogImageAssetId: foreign };
    const archive = await bundleWith({
      'pages.ndjson': [page('home', { sections, seo })],
      'navigation.ndjson': [nav('Gone', { type: 'page', pageId: foreignPage?.id })],
      'redirects.ndjson': [{ fromPath: '/old', toPath: null, pageId: foreignPage?.id, statusCode: 301 }],
      'branding.ndjson': [{ ...DEFAULT_BRANDING, logoAssetId: foreign }],
    });
    const { body } = await send(archive);
    expect(body.data.warnings.map(({ field }: { field: string }) => field).sort()).toEqual([
      'branding.ndjson:1 logoAssetId',
      'navigation.ndjson:1 target',
      'pages.ndjson:1 sections.0.content.items.0.picture.assetId',
      'pages.ndjson:1 sections.1.content.locationId',
      'pages.ndjson:1 seo.ogImageAssetId',
      'redirects.ndjson:1 fromPath',
    ]);
    const stored = JSON.stringify([await exported(tenant.id), await own()].map(String));
    for (const id of [foreign, locationId, foreignPage?.id]) expect(stored).not.toContain(id);
    expect(await read('navigation')).toMatchObject({ items: [] });
  });

  it('refuses more pages than the plan allows, or files for which it has no room, and nothing is left', async () => {
    const line = assetOf(newId());
    const files = { 'assets.ndjson': [line], [line.file]: TOO_MUCH.toString() };
    const before = await tenant.pages();
    const storage = await send(await bundleWith(files));
    expect([storage.status, storage.body.details?.[0]]).toMatchObject([402, { limit: 5, usage: 9 }]);
    await tenant.tell('subscription.updated', 3, {
      id: newId(),
      status: 'active',
      limits: { pages: 1, premiumTemplates: true },
    });
    const pages = await send(await bundleWith({ 'pages.ndjson': [page('home'), page('two')] }));
    const details = { field: 'pages', limit: 1, usage: 2 };
    expect([pages.status, pages.body.code, pages.body.details?.[0]]).toMatchObject([
      402,
      'plan.limit_reached',
      details,
    ]);
    await until(() => service.received.size === 0);
    expect(await tenant.pages()).toEqual(before);
    expect((await send(await bundleWith())).status).toBe(200);
  });

  it('leaves nothing of its files where one of them is refused, and says which', async () => {
    const [good, bad] = [assetOf(newId()), assetOf(newId())];
    const archive = await bundleWith({
      ...{ 'assets.ndjson': [good, bad], [good.file]: 'a picture', [bad.file]: REFUSED_BYTES.toString() },
    });
    const { status, body } = await send(archive);
    expect([status, body.details?.[0]]).toEqual([422, { field: bad.file, message: 'It is damaged.' }]);
    await until(() => service.received.size === 0);
    expect((await own()).filter(({ type }) => type === 'site.imported')).toEqual([]);
  });

  it('is done once under an Idempotency-Key, and the files of the second time are deleted', async () => {
    const line = assetOf(newId());
    const archive = await bundleWith({ 'assets.ndjson': [line], [line.file]: 'a picture' });
    const caller = callers.admin(tenant.id);
    const once = (bytes: Buffer) =>
      service
        .as(caller)
        .post(`/tenants/${tenant.id}/import`)
        .set('Idempotency-Key', 'once')
        .type('application/gzip')
        .send(bytes);
    const first = await once(archive);
    const kept = [...service.received.keys()];
    const second = await once(archive);
    expect([first.status, second.body.data, second.headers['idempotency-replayed']]).toEqual([
      200,
      first.body.data,
      'true',
    ]);
    await until(() => service.received.size === 1);
    expect([...service.received.keys()]).toEqual(kept);
    expect((await once(await bundleWith())).status).toBe(422);
  });

  it('of two at once the site is one of them, as a whole', async () => {
    const [one, two] = await Promise.all(
      ['one', 'two'].map((slug) =>
        bundleWith({ 'pages.ndjson': [page('home'), page(slug), page(`${slug}-more`)] }),
      ),
    );
    const answers = await Promise.all([send(one ?? Buffer.of()), send(two ?? Buffer.of())]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const slugs = Object.keys(await tenant.pages()).sort();
    expect([
      ['home', 'one', 'one-more'],
      ['home', 'two', 'two-more'],
    ]).toContainEqual(slugs);
  });

  it('is for archives alone', async () => {
    const { status } = await admin().post(`/tenants/${tenant.id}/import`).send({});
    expect(status).toBe(415);
    expect((await admin().post(`/tenants/${tenant.id}/import`)).status).toBe(422);
  });
});
