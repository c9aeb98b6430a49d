import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let path: string;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  path = `/tenants/${tenant.id}/navigation`;
});

type Item = { id: string; label: string; children: Item[] } & Record<string, unknown>;

const admin = () => service.as(callers.admin(tenant.id));
const link = (label: string, more: Record<string, unknown> = {}) => ({
  menu: 'header',
  label,
  target: { type: 'url', url: 'https://x.example/' },
  ...more,
});
const create = async (body: Record<string, unknown>): Promise<Item> => {
  const answer = await admin().post(path).send(body);
  expect(answer.body).toMatchObject({ success: true });
  expect(answer.status).toBe(201);
  return answer.body.data;
};
const page = async (slug: string, more: Record<string, unknown> = {}) => {
  const body = { slug, title: slug, status: 'published', ...more };
  return (await admin().post(`/tenants/${tenant.id}/pages`).send(body)).body.data;
};
const menu = async (name = 'header'): Promise<Item[]> =>
  (await admin().get(`${path}?menu=${name}`)).body.data.items;
/** `['Services', ['Boilers']]`: labels, each followed by those under it. */
const labels = (items: Item[]): unknown[] =>
  items.flatMap(({ label, children }) => (children.length > 0 ? [label, labels(children)] : [label]));
const liveMenu = async (name: 'header' | 'footer' = 'header') => {
  const site = await service.as(callers.anonymous).get(`/public/site?host=${tenant.host}`);
  return site.body.data.navigation[name];
};

describe('the menus of a site', () => {
  it('begin with the first published pages, and are the tenant’s own as soon as there is an item', async () => {
    await tenant.publish('home');
    await page('about');
    expect(await liveMenu()).toMatchObject([{ href: '/' }, { href: '/about' }]);
    await create(link('Elsewhere', { openInNewTab: true }));
    expect(await liveMenu()).toEqual([
      { label: 'Elsewhere', href: 'https://x.example/', openInNewTab: true, children: [] },
    ]);
    expect((await tenant.visit('/about')).body).toContain('Elsewhere');
    expect(await liveMenu('footer')).toEqual([]);
  });

  it('nest three deep, in the order of their siblings, and no deeper', async () => {
    const one = await create(link('One'));
    const two = await create(link('Two', { parentId: one.id }));
    const three = await create(link('Three', { parentId: two.id }));
    await create(link('First', { sortOrder: 0, parentId: one.id }));
    await create(link('Last'));
    expect(labels(await menu())).toEqual(['One', ['Two', ['Three'], 'First'], 'Last']);
    const tooDeep = await admin()
      .post(path)
      .send(link('Four', { parentId: three.id }));
    expect([tooDeep.status, tooDeep.body.details]).toMatchObject([422, [{ field: 'parentId' }]]);
    const last = (await menu()).at(-1);
    const moved = await admin().put(`${path}/${one.id}`).send({ parentId: last?.id });
    expect([moved.status, moved.body.details]).toMatchObject([422, [{ field: 'parentId' }]]);
  });

  it('have no circles, and no parent in the other menu or at another tenant', async () => {
    const one = await create(link('One'));
    const two = await create(link('Two', { parentId: one.id }));
    const other = await service.newTenant();
    const theirs = await service
      .as(callers.admin(other.id))
      .post(`/tenants/${other.id}/navigation`)
      .send(link('X'));
    for (const parentId of [one.id, two.id, newId(), theirs.body.data.id]) {
      const refused = await admin().put(`${path}/${one.id}`).send({ parentId });
      expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'parentId' }]]);
    }
    for (const body of [link('F', { menu: 'footer', parentId: one.id })]) {
      expect((await admin().post(path).send(body)).status).toBe(422);
    }
    expect((await admin().put(`${path}/${two.id}`).send({ menu: 'footer' })).status).toBe(422);
    expect(labels(await menu())).toEqual(['One', ['Two']]);
  });

  it('take those under an item along when it moves to the other menu', async () => {
    const one = await create(link('One'));
    await create(link('Two', { parentId: one.id }));
    await create(link('Three'));
    expect((await admin().put(`${path}/${one.id}`).send({ menu: 'footer' })).status).toBe(200);
    expect(labels(await menu('footer'))).toEqual(['One', ['Two']]);
    expect(labels(await menu())).toEqual(['Three']);
  });

  it('refuse a page or section that is not there, naming the field', async () => {
    const { home } = await tenant.pages();
    const cases = [
      [{ type: 'page', pageId: newId() }, 'target.pageId'],
      [{ type: 'section', pageId: home?.id, sectionId: newId() }, 'target.sectionId'],
      [{ type: 'section', sectionId: newId() }, 'target.pageId'],
      [{ type: 'url', url: 'javascript:alert(1)' }, 'target.url'],
      [{ type: 'somewhere' }, 'target.type'],
    ] as const;
    for (const [target, field] of cases) {
      const refused = await admin().post(path).send(link('X', { target }));
      expect([refused.status, refused.body.details]).toMatchObject([422, [{ field }]]);
    }
  });

  it('lead to where a page is by then, and leave out what is not live, with all under it', async () => {
    await tenant.publish('home');
    const about = await page('about', {
      sections: [{ sectionId: 'team', type: 'text', content: { body: '<p>We</p>' } }],
    });
    const draft = await page('soon', { status: 'draft' });
    const item = await create(link('About', { target: { type: 'page', pageId: about.id } }));
    await create(
      link('Team', {
        parentId: item.id,
        target: { type: 'section', pageId: about.id, sectionId: about.sections[0].id },
      }),
    );
    const soon = await create(link('Soon', { target: { type: 'page', pageId: draft.id } }));
    await create(link('Under', { parentId: soon.id }));
    expect(await liveMenu()).toMatchObject([
      { label: 'About', href: '/about', children: [{ label: 'Team', href: '/about#team' }] },
    ]);
    const parent = await page('company');
    await admin().put(`/tenants/${tenant.id}/pages/${about.id}`).send({ parentId: parent.id });
    await tenant.publish('soon');
    expect(await liveMenu()).toMatchObject([
      { href: '/company/about', children: [{ href: '/company/about#team' }] },
      { href: '/soon', children: [{ label: 'Under' }] },
    ]);
    await admin().post(`/tenants/${tenant.id}/pages/${draft.id}/unpublish`);
    expect(await liveMenu()).toHaveLength(1);
  });
});

describe('an item of a menu', () => {
  it('is changed once for one entity tag, and given back unchanged changes nothing', async () => {
    const { id } = await create(link('One'));
    const read = await admin().get(`${path}/${id}`);
    expect(read.headers.etag).toBeDefined();
    const before = (await service.events()).length;
    const same = await admin().put(`${path}/${id}`).send(read.body.data);
    expect([same.status, same.headers.etag]).toEqual([200, read.headers.etag]);
    expect((await service.events()).length).toBe(before);
    const first = await admin()
      .put(`${path}/${id}`)
      .set('If-Match', String(read.headers.etag))
      .send({ label: 'Two' });
    expect(first.body.data).toMatchObject({ label: 'Two', menu: 'header' });
    const second = await admin()
      .put(`${path}/${id}`)
      .set('If-Match', String(read.headers.etag))
      .send({ label: 'Three' });
    expect(second.status).toBe(412);
    expect(second.headers.etag).toBe(first.headers.etag);
  });

  it('leaves those under it in its place when it is deleted, or takes them along', async () => {
    const [one, two] = [await create(link('One')), await create(link('Two'))];
    await create(link('Three'));
    for (const label of ['A', 'B']) await create(link(label, { parentId: two.id }));
    expect((await admin().delete(`${path}/${two.id}`)).status).toBe(204);
    expect(labels(await menu())).toEqual(['One', 'A', 'B', 'Three']);
    const under = await create(link('C', { parentId: one.id }));
    await create(link('D', { parentId: under.id }));
    expect((await admin().delete(`${path}/${one.id}?children=delete`)).status).toBe(204);
    expect(labels(await menu())).toEqual(['A', 'B', 'Three']);
    expect((await admin().get(`${path}/${under.id}`)).body.code).toBe('navigation.not_found');
    expect((await admin().delete(`${path}/${one.id}`)).status).toBe(404);
  });

  it('is a use of its page, and goes when that is deleted all the same', async () => {
    const about = await page('about');
    const item = await create(link('About', { target: { type: 'page', pageId: about.id } }));
    await create(link('Under', { parentId: item.id }));
    const pagePath = `/tenants/${tenant.id}/pages/${about.id}`;
    const refused = await admin().delete(pagePath);
    expect([refused.status, refused.body.code]).toEqual([409, 'page.in_use']);
    expect(refused.body.details[0].usedBy).toEqual([{ type: 'navigation', id: item.id, title: 'About' }]);
    expect((await admin().delete(`${pagePath}?force=true`)).status).toBe(204);
    expect(labels(await menu())).toEqual(['Under']);
  });
});

describe('the order of a menu', () => {
  const put = (items: unknown[], etag?: string) => {
    const request = admin().put(`${path}/order`);
    if (etag !== undefined) request.set('If-Match', etag);
    return request.send({ menu: 'header', items });
  };

  it('is set for the whole tree at once, with one event, and is live', async () => {
    await tenant.publish('home');
    const [a, b, c] = [await create(link('A')), await create(link('B')), await create(link('C'))];
    await create(link('Imprint', { menu: 'footer' }));
    const before = (await service.events()).filter(({ causedBy }) => causedBy === undefined).length;
    const answer = await put([{ id: c.id, children: [{ id: a.id, children: [{ id: b.id }] }] }]);
    expect(answer.status).toBe(200);
    expect(labels(answer.body.data.items)).toEqual(['C', ['A', ['B']]]);
    expect(labels(await menu())).toEqual(['C', ['A', ['B']]]);
    expect(await liveMenu()).toMatchObject([
      { label: 'C', children: [{ label: 'A', children: [{ label: 'B' }] }] },
    ]);
    const own = (await service.events()).filter(({ causedBy }) => causedBy === undefined).slice(before);
    expect(own.map(({ type }) => type)).toEqual(['navigation.reordered']);
  });

  it('names every item of that menu once, or nothing changes', async () => {
    const [a, b] = [await create(link('A')), await create(link('B'))];
    const footer = await create(link('F', { menu: 'footer' }));
    const wrong = [
      [{ id: a.id }],
      [{ id: a.id }, { id: b.id }, { id: a.id }],
      [{ id: a.id }, { id: footer.id }],
      [{ id: a.id }, { id: b.id }, { id: newId() }],
    ];
    for (const items of wrong) {
      const refused = await put(items);
      expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'items' }]]);
    }
    const deep = [{ id: a.id, children: [{ id: b.id, children: [{ id: a.id, children: [{ id: b.id }] }] }] }];
    expect((await put(deep)).status).toBe(422);
    expect(labels(await menu())).toEqual(['A', 'B']);
  });

  it('takes the tag of the list of that menu, and lets one of two writers through', async () => {
    const [a, b] = [await create(link('A')), await create(link('B'))];
    const { headers } = await admin().get(`${path}?menu=header`);
    const tag = String(headers.etag);
    await create(link('Imprint', { menu: 'footer' }));
    const answers = await Promise.all([
      put([{ id: b.id }, { id: a.id }], tag),
      put([{ id: a.id, children: [{ id: b.id }] }], tag),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await admin().get(`${path}?menu=header`)).headers.etag).toBe(winner?.headers.etag);
  });
});
