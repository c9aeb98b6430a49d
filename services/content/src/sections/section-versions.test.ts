import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import type * as Registry from '../section-types/registry';
import type * as TestSupport from '../section-types/versions-test-support';
import { sectionChecksum } from '../sites/checksum';
import { startContent, type TestContent, type TestTenant } from '../test-support';

jest.mock('../section-types/registry', () => {
  const { registry } = jest.requireActual<typeof Registry>('../section-types/registry');
  const { testTypes } = jest.requireActual<typeof TestSupport>('../section-types/versions-test-support');
  return { registry: [...registry, ...testTypes] };
});

interface StoredSection {
  id: string;
  sectionId: string;
  type: string;
  schemaVersion?: number;
  content: Record<string, unknown>;
  sortOrder: number;
}

let service: TestContent;
let tenant: TestTenant;
let pageId: string;
let path: string;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  const notice = { type: 'notice', content: { headings: ['Closed'] } };
  const made = await admin()
    .post(`/tenants/${tenant.id}/pages`)
    .send({ slug: 'work', title: 'Work', sections: [notice] });
  pageId = made.body.data.id;
  path = `/tenants/${tenant.id}/pages/${pageId}`;
});

const admin = () => service.as(callers.admin(tenant.id));
const read = async () => (await admin().get(path)).body.data;
const rows = (name: 'pages' | 'pageVersions' | 'schedules') =>
  service.ctx.db.collection<{ _id: string; pageId?: string; sections: StoredSection[] }>(name);
const stored = async () => (await rows('pages').findOne({ _id: pageId }))?.sections;

/** Stores a section of the page as a process would have that is older than the type's newer versions. */
async function store(name: 'pages' | 'pageVersions', section: Partial<StoredSection>): Promise<void> {
  const filter = name === 'pages' ? { _id: pageId } : { pageId };
  const row = await rows(name).findOne(filter);
  const sections = (row?.sections ?? []).map(({ schemaVersion: _newest, ...each }) => ({
    ...each,
    ...section,
  }));
  await rows(name).updateOne(filter, { $set: { sections } });
}

const FIRST = { content: { title: 'Closed' } };
const SECOND = { schemaVersion: 2, content: { heading: 'Closed' } };
const NEWEST = { schemaVersion: 3, content: { headings: ['Closed'] } };

describe('a section of an older version of its type', () => {
  it.each([
    ['the first, before versions were stored', FIRST],
    ['the one between', SECOND],
  ])('is read in the newest form, by itself, in its page and in lists: %s', async (_which, older) => {
    await store('pages', older);
    const { sections } = await read();
    expect(sections).toMatchObject([NEWEST]);
    expect((await admin().get(`${path}/sections/${sections[0].id}`)).body.data).toMatchObject(NEWEST);
    const list = await admin().get(`/tenants/${tenant.id}/pages?include=sections&slug=work`);
    expect(list.body.data.items[0].sections).toEqual(sections);
    expect(await stored()).toMatchObject([older]);
  });

  it('is written in the newest form with the next change of its page', async () => {
    await store('pages', FIRST);
    const more = { type: 'notice', content: { headings: ['Open', 'again'] } };
    expect((await admin().post(`${path}/sections`).send(more)).status).toBe(201);
    expect(await stored()).toMatchObject([NEWEST, { ...more, schemaVersion: 3 }]);
  });

  it('is changed as if it had always been of the newest, under the ETag that a GET gives', async () => {
    await store('pages', SECOND);
    const { body, headers } = await admin().get(path);
    const [section] = body.data.sections;
    const sections = [{ ...section, content: { headings: ['Open'] } }];
    const saved = await admin()
      .put(path)
      .set('If-Match', headers.etag ?? '')
      .send({ sections });
    expect([saved.status, saved.body.data.sections]).toEqual([200, sections]);
  });

  it('says nothing new: a page that is live as its draft is has no unpublished changes', async () => {
    await admin().post(`${path}/publish`);
    // A checksum of what is live is kept from when it was published.
    await store('pages', FIRST);
    await store('pageVersions', FIRST);
    const old = await rows('pages').findOne({ _id: pageId });
    await rows('pages').updateOne({ _id: pageId }, { $set: { 'live.checksum': 'of the older form' } });
    expect(old?.sections).toMatchObject([FIRST]);
    const titled = await admin().put(path).send({ title: 'Other' });
    expect(titled.body.data.hasUnpublishedChanges).toBe(true);
    const back = await admin().put(path).send({ title: 'Work' });
    expect(back.body.data.hasUnpublishedChanges).toBe(false);
  });

  it('stays as it was published, and goes on being shown to visitors and read as a version', async () => {
    await admin().post(`${path}/publish`);
    await store('pageVersions', FIRST);
    expect((await tenant.visit('/work')).body).toContain('Notice: Closed');
    const version = await admin().get(`${path}/versions/1`);
    expect(version.body.data.sections).toMatchObject([NEWEST]);
    const visitor = await service
      .as(callers.anonymous)
      .get(`/public/page?host=${encodeURIComponent(tenant.host)}&path=/work`);
    expect(visitor.body.data.sections).toMatchObject([NEWEST]);
    await admin().post(`${path}/versions/1/restore`);
    expect(await stored()).toMatchObject([NEWEST]);
    expect((await rows('pageVersions').findOne({ pageId }))?.sections).toMatchObject([FIRST]);
  });

  it('is refused in a request that says so', async () => {
    const { sections } = await read();
    const old = [{ ...sections[0], schemaVersion: 2 }];
    const refused = await admin().put(path).send({ sections: old });
    expect([refused.status, refused.body.details]).toEqual([
      422,
      [
        {
          field: 'sections.0.schemaVersion',
          message: expect.stringMatching(/must be 3: read the section again, in its newest form/),
        },
      ],
    ]);
  });
});

describe('a section type that is deprecated', () => {
  const guestbook = { type: 'guestbook', content: { heading: 'Guests' } };

  beforeEach(() => store('pages', { ...guestbook, schemaVersion: 1 }));

  it('is listed as such with its version, and others are not', async () => {
    const { body } = await service.as(callers.anonymous).get('/section-types');
    const facts = new Map<string, unknown>(
      body.data.items.map((item: { type: string; version: number; deprecated: boolean }) => [
        item.type,
        [item.version, item.deprecated],
      ]),
    );
    expect(facts.get('guestbook')).toEqual([1, true]);
    expect(facts.get('notice')).toEqual([3, false]);
    expect(facts.get('hero')).toEqual([1, false]);
  });

  it('takes no new sections: in new pages, in pages, one by one, as copies or by another type', async () => {
    const { sections } = await read();
    const own = `${path}/sections`;
    const text = await admin()
      .post(own)
      .send({ type: 'text', content: { body: '<p>x</p>' } });
    const answers = [
      await admin()
        .post(`/tenants/${tenant.id}/pages`)
        .send({ slug: 'new', title: 'N', sections: [guestbook] }),
      await admin()
        .put(path)
        .send({ sections: [...sections, guestbook] }),
      await admin().post(own).send(guestbook),
      await admin().post(`${own}/${sections[0].id}/duplicate`),
      await admin().put(`${own}/${text.body.data.id}`).send(guestbook),
    ];
    expect(answers.map(({ status, body }) => [status, body.details?.[0].field])).toEqual([
      [422, 'sections.0.type'],
      [422, 'sections.1.type'],
      [422, 'type'],
      [422, 'type'],
      [422, 'type'],
    ]);
    expect(answers[2]?.body.details[0].message).toBe(
      'Sections of the type guestbook can no longer be added. Those that are there stay, and can be changed.',
    );
  });

  it('loses nothing: its sections are changed, moved, copied with their page, published and shown', async () => {
    const [section] = (await read()).sections;
    const own = `${path}/sections/${section.id}`;
    const changed = await admin()
      .put(own)
      .send({ content: { heading: 'Old friends' } });
    expect(changed.status).toBe(200);
    const { sections } = await read();
    expect((await admin().put(path).send({ title: 'Renamed', sections })).status).toBe(200);
    const copy = await admin().post(`${path}/duplicate`);
    expect(copy.body.data.sections).toMatchObject([{ type: 'guestbook' }]);
    expect((await admin().post(`${path}/publish`)).status).toBe(200);
    expect((await tenant.visit('/work')).body).toContain('Guest book: Old friends');
  });
});

describe('what was made from a template, in an older version', () => {
  it('still counts as not customised', async () => {
    const template = { _id: newId(), ...templateOf({ title: 'Closed' }) };
    await service.ctx.db.collection<typeof template>('templates').insertOne(template);
    const made = await admin()
      .post(`/tenants/${tenant.id}/pages`)
      .send({ slug: 'from-template', title: 'T', templateId: template._id });
    expect(made.body.data).toMatchObject({ sections: [NEWEST], template: { customizations: [] } });
    pageId = made.body.data.id;
    path = `/tenants/${tenant.id}/pages/${pageId}`;
    await store('pages', FIRST);
    const [section] = made.body.data.sections;
    const templateSections = { [section.id]: sectionChecksum({ ...section, ...FIRST }) };
    await rows('pages').updateOne({ _id: pageId }, { $set: { templateSections } });
    const titled = await admin().put(path).send({ title: 'Other' });
    expect(titled.body.data.template.customizations).toEqual([]);
  });

  function templateOf(content: Record<string, unknown>) {
    const sections = [{ sectionId: 'notice', type: 'notice', content, sortOrder: 0 }];
    const row = { revision: 1, createdAt: new Date(), updatedAt: new Date(), isActive: true };
    return { ...row, name: 'Old', defaultSections: [{ slug: 'home', title: 'Home', sections }] };
  }
});
