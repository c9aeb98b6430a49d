import { callers } from '@siteninja/testing';
import { assetData, documentData, startContent, type TestContent, type TestTenant } from '../test-support';

const FORMER = '0123456789ab';
const NEW = 'fedcba987654';

let service: TestContent;
let tenant: TestTenant;
let menu: ReturnType<typeof documentData>;
/** The address of the document's file, below a host and a prefix. */
let file: string;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  menu = documentData(tenant.id);
  file = `/assets/${tenant.id}/${menu.id}/original-${FORMER}.pdf`;
  await tenant.tell('asset.uploaded', 1, menu);
});

const admin = () => service.as(callers.admin(tenant.id));
const path = (rest: string) => `/tenants/${tenant.id}${rest}`;
const text = (href: string) => ({
  type: 'text',
  content: { body: `<p>Our <a href="${href}">menu</a>, <a href="/x">more</a></p>` },
});
const hero = (href: string) => ({
  type: 'hero',
  content: { heading: 'Hi', primaryAction: { label: 'Menu', href } },
});

async function createPage(slug: string, sections: object[], more: object = { status: 'published' }) {
  const answer = await admin()
    .post(path('/pages'))
    .send({ slug, title: slug, sections, ...more });
  expect(answer.status).toBe(201);
  return answer.body.data;
}

const visit = async (to: string) => (await tenant.visit(to)).body;
const replaced = (by = NEW) => ({ ...menu, url: menu.url.replace(FORMER, by) });
const replace = (version = 2, by = NEW) => tenant.tell('asset.replaced', version, replaced(by));
const releases = async () => (await admin().get(path('/releases'))).body.data.items;

describe('a link to a file that is replaced', () => {
  it('leads to the new file on every live page at once, by one release, whatever links to it', async () => {
    await createPage('text', [text(file), text(`https://shop.example/_sn${file}?dl=1#page=2`)]);
    await createPage('button', [hero(`/_sn${file}`)]);
    await createPage('list', [
      { type: 'footer', content: { columns: [{ heading: 'More', links: [{ label: 'Menu', href: file }] }] } },
    ]);
    const item = { menu: 'header', label: 'Our menu', target: { type: 'url', url: file } };
    await admin().post(path('/navigation')).send(item);
    const before = (await releases()).length;

    await replace();
    await replace();
    expect(await releases()).toHaveLength(before + 1);
    const now = file.replace(FORMER, NEW);
    expect(await visit('/text')).toContain(`<a href="${now}"`);
    expect(await visit('/text')).toContain(`<a href="https://shop.example/_sn${now}?dl=1#page=2"`);
    expect(await visit('/button')).toContain(`href="/_sn${now}"`);
    for (const each of ['/text', '/button', '/list']) {
      expect([each, (await visit(each)).includes(FORMER)]).toEqual([each, false]);
    }
    const json = service.as(callers.anonymous).get(`/public/page?host=${tenant.host}&path=/text`);
    expect(JSON.stringify((await json).body)).not.toContain(FORMER);
    const shown = service.as(callers.anonymous).get(`/public/site?host=${tenant.host}`);
    expect((await shown).body.data.navigation.header[0].href).toBe(now);
  });

  it('leads to the former file in earlier releases, and to the new one in those that follow', async () => {
    await createPage('text', [text(file)]);
    const [earlier] = await releases();
    const page = await visit('/text');
    await replace();
    const [later] = await releases();
    await admin().post(path(`/releases/${earlier.id}/activate`));
    expect(await visit('/text')).toBe(page);
    await admin().post(path(`/releases/${later.id}/activate`));
    expect(await visit('/text')).toContain(NEW);
    await tenant.publish('home');
    expect(await visit('/text')).toContain(NEW);
  });

  it('leads to the earlier file once that comes back, and then to the next one', async () => {
    await createPage('text', [text(file)]);
    await replace(2);
    await replace(3, FORMER);
    expect(await visit('/text')).toContain(file);
    await replace(4, 'aaaabbbbcccc');
    expect(await visit('/text')).toContain('aaaabbbbcccc');
    await replace(3, NEW);
    expect(await visit('/text')).toContain('aaaabbbbcccc');
  });

  it('leads to the new file in previews of drafts, and in versions of a page that come back', async () => {
    const { id } = await createPage('text', [text(file)]);
    await replace();
    await admin()
      .put(path(`/pages/${id}`))
      .send({ sections: [] });
    await admin().post(path(`/pages/${id}/publish`));
    await admin().post(path(`/pages/${id}/versions/1/restore`));
    const { url } = (await admin().post(path(`/pages/${id}/preview`))).body.data;
    expect(await visit(new URL(url).pathname)).toContain(file.replace(FORMER, NEW));
    await admin().post(path(`/pages/${id}/publish`));
    expect(await visit('/text')).toContain(file.replace(FORMER, NEW));
    expect((await admin().get(path(`/pages/${id}`))).body.data.hasUnpublishedChanges).toBe(false);
  });

  it('leads to the same size of a picture, or else to its original', async () => {
    const shown = assetData(tenant.id);
    const original = { name: 'original', url: shown.url, format: 'jpeg', width: 1600, height: 900, size: 9 };
    const van = { ...shown, variants: [...shown.variants, original] };
    await tenant.tell('asset.uploaded', 1, van);
    const [small] = van.variants;
    const gone = van.url.replace('original-', 'large-').replace('.jpg', '.webp');
    await createPage('van', [text(small?.url ?? ''), text(gone)]);
    const next = JSON.parse(JSON.stringify(van).replaceAll(FORMER, NEW));
    await tenant.tell('asset.replaced', 2, next);
    const page = await visit('/van');
    expect(page).toContain(`href="${next.variants[0].url}"`);
    expect(page).toContain(`href="${next.url}"`);
    expect(page).not.toContain(FORMER);
  });

  it('leads to the new file from a redirect and from what search engines are told', async () => {
    const seo = { structuredData: { '@type': 'Restaurant', hasMenu: `https://shop.example${file}` } };
    await createPage('about', [], { status: 'published', seo });
    const sent = { fromPath: '/menu', toPath: `/_sn${file}`, statusCode: 302 };
    expect((await admin().post(path('/redirects')).send(sent)).status).toBe(201);
    expect((await releases())[0]).toBeDefined();
    await replace();
    expect((await tenant.visit('/menu')).headers.Location).toBe(`/_sn${file.replace(FORMER, NEW)}`);
    expect(await visit('/about')).toContain(`https://shop.example${file.replace(FORMER, NEW)}`);
  });

  it('that only a redirect leads to makes a release when it is replaced, and none to a deleted one', async () => {
    await tenant.publish('home');
    await admin()
      .post(path('/redirects'))
      .send({ fromPath: '/menu', toPath: `/_sn${file}` });
    const [{ id }] = await releases();
    expect((await admin().get(path(`/releases/${id}`))).body.data.assetIds).toEqual([menu.id]);
    await replace();
    expect((await tenant.visit('/menu')).headers.Location).toContain(NEW);
    await tenant.tell('asset.deleted', 3, replaced());
    expect((await tenant.visit('/menu')).status).toBe(404);
  });

  it('stays to the letter where it names no file of the asset', async () => {
    const other = `/assets/${tenant.id}/${menu.id}/upload?token=x`;
    await createPage('text', [text(other), text(file)]);
    await replace();
    expect(await visit('/text')).toContain(`href="${other}"`);
  });
});
