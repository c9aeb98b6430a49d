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
  path = `/tenants/${tenant.id}/pages`;
});

const admin = () => service.as(callers.admin(tenant.id));
const text = (heading: string) => ({ type: 'text', content: { heading, body: `<p>${heading}</p>` } });
const eventsOf = async (id: string) =>
  (await service.events()).filter(({ resource, data }) => resource.id === id || data.pageId === id);
const create = async (body: Record<string, unknown>) => {
  const answer = await admin()
    .post(path)
    .send({ title: 'A page', ...body });
  expect(answer.status).toBe(201);
  return answer.body.data;
};

describe('pages', () => {
  it('creates a draft with sections of its own, each under a name and an id', async () => {
    const sections = [text('One'), { ...text('Two'), sectionId: 'second' }, text('Three')];
    const answer = await admin().post(path).send({ slug: 'about', title: 'About', sections });
    expect(answer.status).toBe(201);
    const page = answer.body.data;
    expect(answer.headers.location).toBe(`/api${path}/${page.id}`);
    expect(page).toMatchObject({
      slug: 'about',
      path: '/about',
      status: 'draft',
      tenantId: tenant.id,
      publishedVersion: null,
      hasUnpublishedChanges: false,
    });
    expect(page.sections.map((each: { sectionId: string }) => each.sectionId)).toEqual([
      'text',
      'second',
      'text-2',
    ]);
    const read = await admin().get(`${path}/${page.id}`);
    expect(read.body.data).toEqual(page);
    expect(read.headers.etag).toBe(answer.headers.etag);
    const [event, ...others] = await eventsOf(page.id);
    expect(event).toMatchObject({ type: 'page.created', data: page, change: { before: null, after: page } });
    expect(others).toEqual([]);
  });

  it('names every bad field of a section, by the schema of its type', async () => {
    const sections = [
      { type: 'text', content: { heading: 'No body' } },
      { type: 'hero', content: { heading: 7, colour: 'red' } },
      { type: 'marquee', content: {} },
    ];
    const refused = await admin().post(path).send({ slug: 'bad', title: 'Bad', sections });
    expect(refused.status).toBe(422);
    const fields = refused.body.details.map(({ field }: { field: string }) => field);
    expect(fields).toEqual(
      expect.arrayContaining([
        'sections.0.content.body',
        'sections.1.content.heading',
        'sections.1.content.colour',
        'sections.2.type',
      ]),
    );
    expect((await tenant.pages()).bad).toBeUndefined();
  });

  it('stores rich text cleaned, and nothing that could run', async () => {
    const body = '<p onclick="x()">Hi<script>alert(1)</script> <a onclick="x()">there</a></p>';
    const page = await create({ slug: 'rich', sections: [{ type: 'text', content: { body } }] });
    expect(page.sections[0].content.body).toBe('<p>Hi there</p>');
  });

  it('gives one of fifty that want a slug at once the page, and the others a conflict that names it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => admin().post(path).send({ slug: 'wanted', title: 'Mine' })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ code: 'page.slug_taken', details: [{ field: 'slug' }] });
    const created = (await service.events()).filter(
      ({ type, data, tenantId }) =>
        type === 'page.created' && tenantId === tenant.id && data.slug === 'wanted',
    );
    expect(created).toHaveLength(1);
  });

  it('lets the same slug live under another parent, in another tenant and after a deletion', async () => {
    const parent = await create({ slug: 'services' });
    const top = await create({ slug: 'emergency' });
    const child = await create({ slug: 'emergency', parentId: parent.id });
    expect(child.path).toBe('/services/emergency');
    expect((await admin().delete(`${path}/${top.id}`)).status).toBe(204);
    expect((await create({ slug: 'emergency' })).path).toBe('/emergency');
    const other = await service.newTenant();
    const theirs = service.as(callers.admin(other.id));
    expect(
      (await theirs.post(`/tenants/${other.id}/pages`).send({ slug: 'services', title: 'S' })).status,
    ).toBe(201);
  });

  it('lets one of a hundred writers with the same ETag through', async () => {
    const page = await create({ slug: 'raced' });
    const { etag } = (await admin().get(`${path}/${page.id}`)).headers;
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, number) =>
        admin()
          .put(`${path}/${page.id}`)
          .set('If-Match', String(etag))
          .send({ title: `Writer ${number}` }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 99 }, () => 412)]);
    const winner = answers.find(({ status }) => status === 200);
    const now = await admin().get(`${path}/${page.id}`);
    expect(now.body.data.title).toBe(winner?.body.data.title);
    expect(answers.find(({ status }) => status === 412)?.headers.etag).toBe(now.headers.etag);
    expect(await eventsOf(page.id)).toHaveLength(2);
  });

  it('replaces all sections and keeps the ids of those that it names by id or by name', async () => {
    const page = await create({
      slug: 'kept',
      sections: [text('A'), { ...text('B'), sectionId: 'b' }, text('C')],
    });
    const [a, b] = page.sections;
    const sections = [
      { sectionId: 'b', ...text('B again') },
      { id: a.id, ...text('A again') },
      { ...text('New'), sortOrder: 0 },
    ];
    const changed = await admin().put(`${path}/${page.id}`).send({ sections });
    expect(changed.status).toBe(200);
    const after = changed.body.data.sections;
    const byHeading = Object.fromEntries(
      after.map((each: { content: { heading: string } }) => [each.content.heading, each]),
    );
    expect(byHeading['B again']).toMatchObject({ id: b.id, sectionId: 'b' });
    expect(byHeading['A again']).toMatchObject({ id: a.id, sectionId: 'text' });
    const known = page.sections.map(({ id }: { id: string }) => id);
    expect(known).not.toContain(byHeading['New'].id);
    const events = await eventsOf(page.id);
    expect(events.map(({ type }) => type)).toEqual(['page.created', 'page.updated']);
    expect(events[1]?.change).toMatchObject({ before: page, after: changed.body.data });
  });

  it('refuses a section id that the page does not have, and a name that is there twice', async () => {
    const page = await create({ slug: 'strict', sections: [text('A')] });
    const other = await create({ slug: 'other', sections: [text('Z')] });
    const sections = [
      { id: other.sections[0].id, ...text('X') },
      { sectionId: 'twin', ...text('Y') },
      { sectionId: 'twin', ...text('Z') },
    ];
    const refused = await admin().put(`${path}/${page.id}`).send({ title: 'Changed', sections });
    expect(refused.status).toBe(422);
    expect(refused.body.details.map(({ field }: { field: string }) => field)).toEqual([
      'sections.0.id',
      'sections.2.sectionId',
    ]);
    expect((await admin().get(`${path}/${page.id}`)).body.data).toEqual(page);
  });

  it('changes what is named and nothing else, and takes no slug', async () => {
    const page = await create({ slug: 'partly', sections: [text('A')], seo: { metaTitle: 'Mine' } });
    const changed = await admin().patch(`${path}/${page.id}`).send({ title: 'Other' });
    expect(changed.body.data).toMatchObject({ title: 'Other', sections: page.sections, seo: page.seo });
    const refused = await admin().put(`${path}/${page.id}`).send({ slug: 'moved' });
    expect(refused.status).toBe(422);
    expect(refused.body.details[0].field).toBe('slug');
  });

  it('lists by filter and search, with a count in place of sections unless they are asked for', async () => {
    const parent = await create({ slug: 'services', title: 'What we do', sections: [text('A'), text('B')] });
    await create({ slug: 'boilers', title: 'Boilers (all)', parentId: parent.id });
    const list = async (query: string) => (await admin().get(`${path}?${query}`)).body.data;
    const slugs = async (query: string) =>
      (await list(query)).items.map(({ slug }: { slug: string }) => slug).sort();
    expect(await slugs('')).toEqual(['boilers', 'home', 'services']);
    expect(await slugs('slug=services')).toEqual(['services']);
    expect(await slugs(`parentId=${parent.id}`)).toEqual(['boilers']);
    expect(await slugs('status=published')).toEqual([]);
    expect(await slugs(`templateId=${newId()}`)).toEqual([]);
    expect(await slugs(`search=${encodeURIComponent('BOILERS (')}`)).toEqual(['boilers']);
    expect(await slugs('search=.*')).toEqual([]);
    expect(await slugs('search=%00')).toEqual([]);
    const [found] = (await list('slug=services')).items;
    expect(found.sectionCount).toBe(2);
    expect(found.sections).toBeUndefined();
    const [whole] = (await list('slug=services&include=sections')).items;
    expect(whole).toEqual(parent);
    const byTitle = await list('sort=title&order=asc');
    expect(byTitle.items.map(({ title }: { title: string }) => title)).toEqual([
      'Boilers (all)',
      'Home',
      'What we do',
    ]);
    expect((await admin().get(`${path}?sort=path`)).status).toBe(422);
  });

  it('are listed by title in alphabetical order, whatever case and accents', async () => {
    const titles = ['Zebra', 'apple', 'éclair', 'Ärzte', 'banana', 'Apple', 'äpfel'];
    for (const [index, title] of titles.entries()) await create({ slug: `page-${index}`, title });
    const { items } = (await admin().get(`${path}?sort=title&order=asc`)).body.data;
    const found = items
      .map(({ title }: { title: string }) => title)
      .filter((each: string) => titles.includes(each));
    expect(found).toEqual(['äpfel', 'apple', 'Apple', 'Ärzte', 'banana', 'éclair', 'Zebra']);
  });

  it('copies a page from a template, and says which of its sections differ by now', async () => {
    const templates = (await admin().get('/templates')).body.data.items;
    const [template] = templates;
    const refused = await admin()
      .post(path)
      .send({ slug: 'x', title: 'X', templateId: template.id, sections: [] });
    expect(refused.status).toBe(422);
    const unknown = await admin().post(path).send({ slug: 'x', title: 'X', templateId: newId() });
    expect(unknown.body.details[0].field).toBe('templateId');
    const model = template.defaultSections.find(({ slug }: { slug: string }) => slug === 'contact');
    const page = await create({ slug: 'contact', templateId: template.id });
    expect(page.sections.map(({ sectionId }: { sectionId: string }) => sectionId)).toEqual(
      model.sections.map(({ sectionId }: { sectionId: string }) => sectionId),
    );
    expect(page.template).toEqual({ templateId: template.id, customizations: [] });
    const [first, ...rest] = page.sections;
    const changed = await admin()
      .put(`${path}/${page.id}/sections/${first.id}`)
      .send({ content: { ...first.content, heading: 'Our own words' } });
    expect(changed.status).toBe(200);
    const after = (await admin().get(`${path}/${page.id}`)).body.data;
    expect(after.template.customizations).toEqual([first.id]);
    expect(rest.length).toBeGreaterThan(0);
    const home = await create({ slug: 'nothing-like-it', templateId: template.id });
    expect(home.sections.length).toBe(template.defaultSections[0].sections.length);
  });
});

describe("another tenant's pages", () => {
  it('are not there, whatever is asked of them, and stay as they were', async () => {
    const other = await service.newTenant();
    const theirs = (await other.pages()).home;
    const id = theirs?.id ?? '';
    const before = (await service.as(callers.admin(other.id)).get(`/tenants/${other.id}/pages/${id}`)).body
      .data;
    const section = before.sections[0].id;
    const recorded = (await service.events()).length;
    const own = admin();
    const attempts = [
      own.get(`${path}/${id}`),
      own.get(`${path}/${id}/sections`),
      own.put(`${path}/${id}`).send({ title: 'Mine now' }),
      own.delete(`${path}/${id}`),
      own.post(`${path}/${id}/publish`),
      own.post(`${path}/${id}/unpublish`),
      own.post(`${path}/${id}/sections`).send(text('X')),
      own.put(`${path}/${id}/sections/order`).send({ sectionIds: [section] }),
      own.get(`${path}/${id}/sections/${section}`),
      own.put(`${path}/${id}/sections/${section}`).send({ sortOrder: 9 }),
      own.post(`${path}/${id}/sections/${section}/duplicate`),
      own.delete(`${path}/${id}/sections/${section}`),
    ];
    for (const answer of await Promise.all(attempts)) {
      expect(answer.status).toBe(404);
      expect(answer.body.code).toBe('page.not_found');
    }
    const after = (await service.as(callers.admin(other.id)).get(`/tenants/${other.id}/pages/${id}`)).body
      .data;
    expect(after).toEqual(before);
    expect((await service.events()).length).toBe(recorded);
  });

  it('cannot be reached by who is no member, nor changed by who may only read', async () => {
    const stranger = service.as(callers.nonMember());
    expect((await stranger.get(path)).status).toBe(403);
    expect((await service.as(callers.viewer(tenant.id)).post(path).send({})).status).toBe(403);
    expect((await service.as(callers.viewer(tenant.id)).get(path)).status).toBe(200);
    expect((await service.plainly.get(path)).status).toBe(401);
    const writer = service.as(callers.apiKey(tenant.id, ['write:pages']));
    const refused = await writer.post(path).send({ slug: 'live', title: 'Live', status: 'published' });
    expect(refused.status).toBe(403);
    expect((await tenant.pages()).live).toBeUndefined();
  });
});
