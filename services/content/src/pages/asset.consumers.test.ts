import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import {
  assetData,
  brandingData,
  documentData,
  startContent,
  type TestContent,
  type TestTenant,
} from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let picture: ReturnType<typeof assetData>;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  picture = assetData(tenant.id);
  await tenant.tell('asset.uploaded', 1, picture);
});

const admin = () => service.as(callers.admin(tenant.id));
const pagesPath = () => `/tenants/${tenant.id}/pages`;
const heroWith = (assetId: string) => ({ type: 'hero', content: { heading: 'Hi', picture: { assetId } } });
const linkTo = (href: string) => ({ type: 'text', content: { body: `<p><a href="${href}">Menu</a></p>` } });

async function createPage(slug: string, sections: object[], status = 'draft') {
  return admin().post(pagesPath()).send({ slug, title: slug, sections, status });
}

async function releaseCount(): Promise<number> {
  const events = await service.events();
  return events.filter(({ type, tenantId }) => type === 'release.activated' && tenantId === tenant.id).length;
}

describe('an asset that is deleted although the live site shows it', () => {
  it('is gone from the live page at once, by one release, however often the event comes', async () => {
    expect((await createPage('van', [heroWith(picture.id)], 'published')).status).toBe(201);
    expect((await tenant.visit('/van')).body).toContain('<img');
    const before = await releaseCount();
    await tenant.tell('asset.deleted', 2, picture);
    const { status, body } = await tenant.visit('/van');
    expect(status).toBe(200);
    expect(body).not.toContain(picture.id);
    expect(body).not.toContain('<img');
    await tenant.tell('asset.deleted', 2, picture);
    await tenant.tell('asset.updated', 1, picture);
    expect(await releaseCount()).toBe(before + 1);
  });

  it('is gone from every page as its logo', async () => {
    await tenant.publish('home');
    await tenant.tell('branding.updated', 4, { ...brandingData(), logoAssetId: picture.id });
    expect((await tenant.visit('/')).body).toContain(picture.id);
    await tenant.tell('asset.deleted', 2, picture);
    expect((await tenant.visit('/')).body).not.toContain(picture.id);
  });

  it('is gone from a live page whose draft shows it no longer', async () => {
    const { body } = await createPage('van', [heroWith(picture.id)], 'published');
    await admin().put(`${pagesPath()}/${body.data.id}`).send({ sections: [] });
    expect((await tenant.visit('/van')).body).toContain(picture.id);
    await tenant.tell('asset.deleted', 2, picture);
    expect((await tenant.visit('/van')).body).not.toContain(picture.id);
  });

  it('makes no release where the live site does not show it, or nothing is live', async () => {
    await createPage('van', [heroWith(picture.id)]);
    await tenant.tell('asset.deleted', 2, picture);
    expect(await releaseCount()).toBe(0);
    await tenant.publish('home');
    const other = assetData(tenant.id);
    await tenant.tell('asset.uploaded', 1, other);
    await tenant.tell('asset.deleted', 2, other);
    expect(await releaseCount()).toBe(1);
  });
});

describe('an asset that is replaced', () => {
  const replaced = () => {
    const variants = picture.variants.map((each) => ({
      ...each,
      url: each.url.replace(/-[0-9a-f]{12}\./, '-fedcba987654.'),
    }));
    return { ...picture, variants };
  };

  it('is shown with its new files by every live page at once, by one release, and by earlier releases as it was', async () => {
    for (const slug of ['van', 'bus']) await createPage(slug, [heroWith(picture.id)], 'published');
    const { items } = (await admin().get(`/tenants/${tenant.id}/releases`)).body.data;
    const before = await releaseCount();
    const pages = await Promise.all(['/van', '/bus'].map(async (path) => (await tenant.visit(path)).body));
    await tenant.tell('asset.replaced', 2, replaced());
    await tenant.tell('asset.replaced', 2, replaced());
    await tenant.tell('asset.updated', 1, picture);
    expect(await releaseCount()).toBe(before + 1);
    for (const path of ['/van', '/bus']) {
      const { body } = await tenant.visit(path);
      expect(body).toContain('-fedcba987654.');
      for (const { url } of picture.variants) expect(body).not.toContain(new URL(url).pathname);
    }
    await admin().post(`/tenants/${tenant.id}/releases/${items[0].id}/activate`);
    expect(await Promise.all(['/van', '/bus'].map(async (path) => (await tenant.visit(path)).body))).toEqual(
      pages,
    );
  });

  it('makes no release where only a draft shows it', async () => {
    await tenant.publish('home');
    const before = await releaseCount();
    await createPage('van', [heroWith(picture.id)]);
    await tenant.tell('asset.replaced', 2, replaced());
    expect(await releaseCount()).toBe(before);
    await createPage('bus', [heroWith(picture.id)], 'published');
    expect((await tenant.visit('/bus')).body).toContain('-fedcba987654.');
  });
});

describe('a document that is deleted although the live site links to it', () => {
  let menu: ReturnType<typeof documentData>;
  let href: string;
  const newest = async () => {
    const { items } = (await admin().get(`/tenants/${tenant.id}/releases`)).body.data;
    return (await admin().get(`/tenants/${tenant.id}/releases/${items[0].id}`)).body.data;
  };
  const liveSections = async (path: string) => {
    const query = `host=${tenant.host}&path=${path}`;
    return (await service.as(callers.anonymous).get(`/public/page?${query}`)).body.data.sections;
  };
  beforeEach(async () => {
    menu = documentData(tenant.id);
    await tenant.tell('asset.uploaded', 1, menu);
    href = `https://example.com/assets/${tenant.id}/${menu.id}/original-0123456789ab.pdf`;
  });

  it('leaves the words of a link, without the link, by one release that names it no longer', async () => {
    const body = `<p>Read our <a href="${href}">whole <em>menu</em></a> or <a href="/contact">ask</a>.</p>`;
    await createPage('menu', [{ type: 'text', content: { body } }], 'published');
    expect((await newest()).assetIds).toEqual([menu.id]);
    const before = await releaseCount();
    await tenant.tell('asset.deleted', 2, menu);
    await tenant.tell('asset.deleted', 2, menu);
    expect(await releaseCount()).toBe(before + 1);
    const page = (await tenant.visit('/menu')).body;
    expect(page).not.toContain(menu.id);
    expect(page).toContain('Read our whole <em>menu</em> or <a href="/contact" rel="noopener">ask</a>.');
    expect(JSON.stringify(await liveSections('/menu'))).not.toContain(menu.id);
    expect((await newest()).assetIds).toEqual([]);
    await tenant.publish('home');
    expect((await tenant.visit('/menu')).body).not.toContain(menu.id);
    expect((await newest()).assetIds).toEqual([]);
  });

  it('leaves out buttons, entries of lists and links of cards that led to it, and nothing else', async () => {
    const dead = { label: 'Dead end', href };
    const alive = { label: 'Way out', href: '/contact' };
    const sections = [
      { type: 'hero', content: { heading: 'Hello', primaryAction: dead, secondaryAction: alive } },
      { type: 'services', content: { heading: 'What', items: [{ title: 'Lunch', href }] } },
      { type: 'footer', content: { columns: [{ heading: 'More', links: [dead, alive] }] } },
    ];
    expect((await createPage('all', sections, 'published')).status).toBe(201);
    expect((await tenant.visit('/all')).body.split(menu.id)).toHaveLength(4);
    await tenant.tell('asset.deleted', 2, menu);
    const { status, body } = await tenant.visit('/all');
    expect(status).toBe(200);
    expect(body).not.toContain(menu.id);
    expect(body).not.toContain('Dead end');
    for (const kept of ['Hello', 'Lunch', 'More', 'Way out']) expect(body).toContain(kept);
    expect(JSON.stringify(await liveSections('/all'))).not.toContain(menu.id);
  });

  it('is left out of the menus, with a release that says so', async () => {
    await tenant.publish('home');
    const item = { menu: 'header', label: 'Our menu', target: { type: 'url', url: href } };
    expect((await admin().post(`/tenants/${tenant.id}/navigation`).send(item)).status).toBe(201);
    expect((await tenant.visit('/')).body).toContain(menu.id);
    expect((await newest()).assetIds).toEqual([menu.id]);
    await tenant.tell('asset.deleted', 2, menu);
    expect((await tenant.visit('/')).body).not.toContain('Our menu');
    expect((await newest()).assetIds).toEqual([]);
  });
});

describe('documents', () => {
  it('a document can be linked to, and not shown as a picture', async () => {
    const menu = documentData(tenant.id);
    // One that content does not know is asked for.
    service.assets.set(menu.id, menu);
    const href = `/_sn/assets/${tenant.id}/${menu.id}/original-0123456789ab.pdf`;
    expect((await createPage('menu', [linkTo(href)], 'published')).status).toBe(201);
    expect((await tenant.visit('/menu')).body).toContain(href);
    for (const known of [menu, documentData(tenant.id)]) {
      await tenant.tell('asset.uploaded', 1, known);
      const shown = await createPage('shown', [heroWith(known.id)]);
      expect([shown.status, shown.body.details?.[0]?.field]).toEqual([422, 'sections.0.content']);
      const seo = { ogImageAssetId: known.id };
      const previewed = await admin().post(pagesPath()).send({ slug: 'seo', title: 'x', seo });
      expect([previewed.status, previewed.body.details?.[0]?.field]).toEqual([422, 'seo.ogImageAssetId']);
    }
  });

  it('a link to a file that the tenant does not have is refused, and one to a deleted file blocks publishing', async () => {
    const menu = documentData(tenant.id);
    await tenant.tell('asset.uploaded', 1, menu);
    const address = (id: string) => `https://example.com/assets/${tenant.id}/${id}/original-0123456789ab.pdf`;
    const dead = await createPage('dead', [linkTo(address(newId()))]);
    expect([dead.status, dead.body.details?.[0]?.field]).toEqual([422, 'sections.0.content']);
    const { body } = await createPage('menu', [linkTo(address(menu.id.toUpperCase()))]);
    await tenant.tell('asset.deleted', 2, menu);
    const publish = await admin().post(`${pagesPath()}/${body.data.id}/publish`);
    expect([publish.status, publish.body.details?.[0]?.field]).toEqual([422, 'sections']);
    const foreign = `/assets/${newId()}/${newId()}/original-0123456789ab.pdf`;
    expect((await createPage('foreign', [linkTo(foreign)])).status).toBe(201);
  });
});
