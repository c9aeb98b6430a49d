import { callers } from '@siteninja/testing';
import { assetData, startContent, type TestContent, type TestTenant } from '../test-support';

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

interface SectionData {
  id: string;
  content: { heading: string };
}
const admin = () => service.as(callers.admin(tenant.id));
const text = (heading: string) => ({ type: 'text', content: { heading, body: `<p>${heading}</p>` } });
const create = async (body: object) => {
  const { status, body: answer } = await admin()
    .post(path)
    .send({ title: 'A page', ...body });
  expect(status).toBe(201);
  return answer.data;
};
const read = async (id: string) => (await admin().get(`${path}/${id}`)).body.data;
const headings = async (id: string) =>
  (await read(id)).sections.map(({ content }: SectionData) => content.heading);

describe('the order of sections', () => {
  it('is that of the list, after deletions, for new elements and for those that were moved', async () => {
    const { id, sections } = await create({ slug: 'order', sections: ['1', '2', '3', '4'].map(text) });
    for (const { id: section } of sections.slice(1, 3)) {
      await admin().delete(`${path}/${id}/sections/${section}`);
    }
    const left = (await read(id)).sections;
    await admin()
      .put(`${path}/${id}`)
      .send({ sections: [...left, text('NEW')] });
    expect(await headings(id)).toEqual(['1', '4', 'NEW']);
    await admin()
      .put(`${path}/${id}`)
      .send({ sections: (await read(id)).sections.reverse() });
    expect(await headings(id)).toEqual(['NEW', '4', '1']);
  });

  it('never gets a number that the page could not be saved with', async () => {
    const { id, sections } = await create({
      slug: 'far',
      sections: [{ ...text('A'), sortOrder: 1_000_000 }],
    });
    const own = `${path}/${id}/sections`;
    expect((await admin().post(own).send(text('end'))).status).toBe(201);
    const [first] = sections;
    await admin().put(`${own}/${first.id}`).send({ sortOrder: 1_000_000 });
    expect((await admin().post(`${own}/${first.id}/duplicate`)).status).toBe(201);
    expect(
      (
        await admin()
          .post(own)
          .send({ ...text('after'), after: first.id })
      ).status,
    ).toBe(201);
    const page = await read(id);
    const saved = await admin().put(`${path}/${id}`).send({ title: 'Changed', sections: page.sections });
    expect(saved.status).toBe(200);
    expect(saved.body.data.sections).toEqual(page.sections);
  });
});

describe('an update that says what is there already', () => {
  it('answers 200 and changes nothing, with all that a GET gives, of pages and of sections', async () => {
    const { id, sections } = await create({ slug: 'same', sections: [text('A')] });
    await admin().post(`${path}/${id}/publish`);
    const page = await read(id);
    const section = `${path}/${id}/sections/${sections[0].id}`;
    const events = (await service.events()).length;
    const answer = await admin().put(`${path}/${id}`).send(page);
    expect([answer.status, answer.body.data]).toEqual([200, page]);
    const own = (await admin().get(section)).body.data;
    expect((await admin().put(section).send(own)).body.data).toEqual(own);
    expect(
      (
        await admin()
          .put(section)
          .set('if-match', answer.headers.etag ?? '')
          .send(own)
      ).status,
    ).toBe(200);
    expect((await admin().put(section).set('if-match', '"other"').send(own)).status).toBe(412);
    expect(await read(id)).toEqual(page);
    expect(await service.events()).toHaveLength(events);
  });

  it('may carry read-only fields beside a change, and is refused where one of them differs', async () => {
    const page = await create({ slug: 'edited', sections: [text('A')] });
    const changed = await admin()
      .put(`${path}/${page.id}`)
      .send({ ...page, title: 'New' });
    expect([changed.status, changed.body.data.title]).toEqual([200, 'New']);
    const refused = await admin()
      .put(`${path}/${page.id}`)
      .send({ ...changed.body.data, slug: 'other', path: '/x', title: '' });
    expect(refused.status).toBe(422);
    expect(refused.body.details.map(({ field }: { field: string }) => field).sort()).toEqual([
      'path',
      'slug',
      'title',
    ]);
  });

  it('of a live page needs no right to publish, and leaves the page live', async () => {
    const page = await create({ slug: 'live', status: 'published' });
    const writer = service.as(callers.apiKey(tenant.id, ['write:pages']));
    expect((await writer.put(`${path}/${page.id}`).send(page)).status).toBe(200);
    const edited = await writer.put(`${path}/${page.id}`).send({ ...page, title: 'Edited' });
    expect(edited.body.data).toMatchObject({
      title: 'Edited',
      status: 'published',
      publishedVersion: 1,
      hasUnpublishedChanges: true,
    });
  });

  it('is known by its content, not by the order of its keys', async () => {
    const { id, sections } = await create({ slug: 'keys', sections: [text('A')], status: 'published' });
    const section = `${path}/${id}/sections/${sections[0].id}`;
    const { content } = sections[0];
    const turned = Object.fromEntries(Object.entries(content).reverse());
    await admin().put(section).send({ content: turned });
    expect((await read(id)).hasUnpublishedChanges).toBe(false);
    await admin()
      .put(section)
      .send({ content: { ...content, heading: 'Other' } });
    expect((await read(id)).hasUnpublishedChanges).toBe(true);
    await admin().put(section).send({ content: turned, sortOrder: 7 });
    expect((await read(id)).hasUnpublishedChanges).toBe(false);
  });
});

describe('a page that live pages lead to', () => {
  it('is not deleted while the live version of another leads to it, whatever its draft says', async () => {
    const target = await create({ slug: 'b', status: 'published' });
    const linking = { type: 'text', content: { heading: 'A', body: '<p><a href="/b">B</a></p>' } };
    const { id } = await create({ slug: 'a', sections: [linking], status: 'published' });
    await admin()
      .put(`${path}/${id}`)
      .send({ sections: [text('No link')] });
    const refused = await admin().delete(`${path}/${target.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'page.in_use']);
    expect(refused.body.details[0].usedBy).toEqual([expect.objectContaining({ id })]);
    await admin().post(`${path}/${id}/publish`);
    expect((await admin().delete(`${path}/${target.id}`)).status).toBe(204);
  });

  it('is found by a path in capitals too', async () => {
    await tenant.publish('home');
    await create({ slug: 'services', status: 'published' });
    expect(await tenant.visit('/Services')).toMatchObject({
      status: 301,
      headers: { Location: '/services' },
    });
    expect(await tenant.visit('/HOME/')).toMatchObject({ status: 301, headers: { Location: '/' } });
  });
});

describe('what would show nothing', () => {
  it.each(['\u200b', ' ', '\u2060\ufeff', '\u00ad', '\u3164'])(
    'a title or a heading of %j alone is refused',
    async (empty) => {
      const body = { slug: 'empty', title: empty, sections: [text(empty)] };
      const { status, body: answer } = await admin().post(path).send(body);
      expect(status).toBe(422);
      const fields = answer.details.map(({ field }: { field: string }) => field);
      expect(fields).toEqual(['title', 'sections.0.content.heading']);
    },
  );

  it('a document is refused as a picture, a picture is taken', async () => {
    const picture = assetData(tenant.id);
    const menu = { ...assetData(tenant.id), type: 'document', width: null, height: null, variants: [] };
    await tenant.tell('asset.uploaded', 1, picture);
    const shown = (assetId: string) => ({
      slug: `p-${assetId}`,
      title: 'P',
      sections: [{ type: 'hero', content: { heading: 'H', picture: { assetId } } }],
    });
    await service.deliver({
      type: 'asset.uploaded',
      tenantId: tenant.id,
      resource: { type: 'asset', id: menu.id, version: 1 },
      data: menu,
    });
    const refused = await admin().post(path).send(shown(menu.id));
    expect([refused.status, refused.body.details[0].field]).toEqual([422, 'sections.0.content']);
    expect((await admin().post(path).send(shown(picture.id))).status).toBe(201);
  });

  it('a form with two fields of one name is refused', async () => {
    const fields = ['First', 'Second'].map((label) => ({ name: 'same', label }));
    const form = { type: 'contact-form', content: { heading: 'H', fields } };
    const refused = await admin()
      .post(path)
      .send({ slug: 'form', title: 'F', sections: [form] });
    expect([refused.status, refused.body.details[0].field]).toEqual([422, 'sections.0.content.fields.1']);
  });
});
