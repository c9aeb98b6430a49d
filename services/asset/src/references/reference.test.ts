import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { type AssetTest, heroWith, pageEvent, picture, startAssetTest } from '../test-support';

let service: AssetTest;
let tenantId: string;
let pageId: string;
let first: string;
let second: string;

beforeAll(async () => {
  service = await startAssetTest();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenantId = newId();
  pageId = newId();
  const png = await picture(4, 4).png().toBuffer();
  first = (await service.upload(tenantId, png)).body.data.id;
  second = (await service.upload(tenantId, png)).body.data.id;
});

/** Whether the first and the second asset are in use. */
async function used(): Promise<string> {
  const titles = [first, second].map(async (id) => {
    const { body } = await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/assets/${id}`);
    return body.data.usedBy.map(({ title }: { title: string }) => title).join() || '-';
  });
  return (await Promise.all(titles)).join(' ');
}

type PageType = Parameters<typeof pageEvent>[0];
const page = (type: PageType, version: number, sections: object[], status = 'draft') =>
  service.deliver(pageEvent(type, tenantId, { id: pageId, version, title: `v${version}`, sections, status }));

function section(
  type: 'section.created' | 'section.updated' | 'section.deleted',
  version: number,
  hero: object,
) {
  const data = { ...hero, pageId, tenantId };
  const id = 'id' in hero ? String(hero.id) : '';
  return service.deliver({ type, tenantId, resource: { type: 'section', id, version }, data });
}

describe('the uses of an asset', () => {
  it('an asset is used by exactly the pages whose newest version refers to it', async () => {
    await page('page.created', 1, [heroWith(first)]);
    expect(await used()).toBe('v1 -');
    await page('page.updated', 2, [heroWith(first), heroWith(second), heroWith(second)]);
    expect(await used()).toBe('v2 v2');
    await page('page.updated', 3, [heroWith(second)]);
    expect(await used()).toBe('- v3');
    await page('page.updated', 2, [heroWith(first)]);
    expect(await used()).toBe('- v3');
    await page('page.deleted', 5, [heroWith(second)]);
    await page('page.updated', 4, [heroWith(first)]);
    expect(await used()).toBe('- -');
  });

  it('references in SEO and deep in a section count as uses', async () => {
    const deep = {
      id: newId(),
      type: 'gallery',
      content: { rows: [{ cells: [{ backgroundAssetId: second }] }] },
    };
    const event = pageEvent('page.created', tenantId, {
      id: pageId,
      version: 1,
      title: 'v1',
      sections: [deep],
    });
    await service.deliver({ ...event, data: { ...event.data, seo: { ogImageAssetId: first } } });
    expect(await used()).toBe('v1 v1');
  });

  it('events of single sections count, in whatever order they come', async () => {
    const hero = heroWith(first);
    await page('page.created', 1, []);
    await section('section.created', 2, hero);
    expect(await used()).toBe('v1 -');
    await section('section.updated', 4, { ...hero, ...{ content: { assetId: second } } });
    await section('section.updated', 3, hero);
    expect(await used()).toBe('- v1');
    await section('section.deleted', 6, hero);
    await section('section.updated', 5, hero);
    expect(await used()).toBe('- -');
    await page('page.updated', 4, [hero]);
    expect(await used()).toBe('- -');
    await page('page.updated', 7, [hero]);
    expect(await used()).toBe('v7 -');
  });

  it('an asset that only the live version of a page shows is in use', async () => {
    await page('page.created', 1, [heroWith(first)]);
    await page('page.published', 2, [heroWith(first)], 'published');
    await page('page.updated', 3, [heroWith(second)], 'published');
    expect(await used()).toBe('v3 v3');
    await page('page.published', 4, [heroWith(second)], 'published');
    expect(await used()).toBe('- v4');
    await page('page.unpublished', 6, []);
    await page('page.published', 5, [heroWith(first)], 'published');
    expect(await used()).toBe('- -');
  });

  it('an asset that only the live site shows, as after a roll-back, is in use until another release is live', async () => {
    const activated = (sequence: number, assetIds?: string[]) =>
      service.deliver({
        type: 'release.activated',
        tenantId,
        resource: { type: 'release', id: newId(), version: sequence },
        data: { id: newId(), tenantId, ...(assetIds === undefined ? {} : { assetIds }) },
      });
    await page('page.created', 1, [heroWith(first)]);
    await activated(2, [first, second]);
    await activated(1, []);
    await activated(3);
    expect(await used()).toBe('v1 Live site');
    await activated(4, [first]);
    expect(await used()).toBe('v1 -');
  });

  it('a publish event that comes after a later edit still counts for the live version', async () => {
    await page('page.updated', 3, [heroWith(second)], 'published');
    await page('page.published', 2, [heroWith(first)], 'published');
    expect(await used()).toBe('v3 v3');
  });

  it('a document that a draft or a live page links to is in use, and deleted with force alone', async () => {
    const upload = { contentType: 'application/pdf', filename: 'menu.pdf' };
    const menu = (await service.upload(tenantId, '%PDF-1.7\n%%EOF\n', upload)).body.data;
    const { pathname } = new URL(menu.url);
    const viewer = () => service.as(callers.viewer(tenantId));
    const path = `/tenants/${tenantId}/assets/${menu.id}`;
    const users = async () => (await viewer().get(path)).body.data.usedBy.map(({ id }: { id: string }) => id);
    const unused = async () =>
      (await viewer().get(`/tenants/${tenantId}/assets?unused=true`)).body.data.items.map(
        ({ id }: { id: string }) => id,
      );
    const button = (href: string) => ({ id: newId(), type: 'cta', content: { primaryAction: { href } } });
    const text = (href: string) => ({
      id: newId(),
      type: 'text',
      content: { body: `<p><a href="${href}">x</a></p>` },
    });
    let version = 0;
    for (const href of [
      menu.url,
      pathname,
      `/_sn${pathname}`,
      menu.url.replaceAll(menu.id, menu.id.toUpperCase()),
    ]) {
      for (const linking of [button(href), text(href)]) {
        await page('page.updated', (version += 1), [linking]);
        expect([href, await users(), await unused()]).toEqual([href, [pageId], [second, first]]);
        await page('page.updated', (version += 1), []);
        expect([href, await users()]).toEqual([href, []]);
      }
    }
    await page('page.published', (version += 1), [button(pathname)], 'published');
    await page('page.updated', (version += 1), [], 'published');
    expect(await users()).toEqual([pageId]);
    const editor = service.as(callers.editor(tenantId));
    expect((await editor.delete(path)).body).toMatchObject({
      code: 'asset.in_use',
      details: [{ field: 'usedBy', usedBy: [{ type: 'page', id: pageId }] }],
    });
    expect((await editor.delete(`${path}?force=true`)).status).toBe(204);
  });

  it("the tenant's branding counts as a use, and nothing of another tenant does", async () => {
    const resource = { type: 'branding', id: newId(), version: 2 };
    const withLogo = (logoAssetId: string | null) => ({ logoAssetId, faviconAssetId: null });
    await service.deliver({ type: 'branding.updated', tenantId, resource, data: withLogo(first) });
    expect(await used()).toBe('Branding -');
    const older = { ...resource, version: 1 };
    await service.deliver({
      type: 'branding.updated',
      tenantId,
      resource: older,
      data: withLogo(second),
    });
    expect(await used()).toBe('Branding -');
    const other = newId();
    await service.deliver(
      pageEvent('page.created', other, { id: newId(), version: 1, title: 'x', sections: [heroWith(second)] }),
    );
    expect(await used()).toBe('Branding -');
    const reset = { ...resource, version: 3 };
    await service.deliver({ type: 'branding.reset', tenantId, resource: reset, data: withLogo(null) });
    expect(await used()).toBe('- -');
  });
});
