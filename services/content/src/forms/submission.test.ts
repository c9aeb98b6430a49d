import { newId, testClock, type TestClock } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';
import { ANSWERS, FIELDS, publishForm, type TestForm } from './form-test-support';
import { submissions } from './submission.model';

let service: TestContent;
let clock: TestClock;
let tenant: TestTenant;
let form: TestForm;
let path: string;
let addresses = 0;

beforeAll(async () => {
  clock = testClock();
  service = await startContent({ shared: { clock }, env: { FORM_LIMIT: '1000' } });
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  form = await publishForm(service, tenant);
  path = `/tenants/${tenant.id}/submissions`;
});

const admin = () => service.as(callers.admin(tenant.id));
/** Each from an address of its own, a second after the one before. @returns its id */
const sendFrom = async (one: TestForm, fields: object = {}): Promise<string> => {
  clock.advance(1_000);
  const answer = await one.send({ fields: { ...ANSWERS, ...fields }, from: `198.51.100.${++addresses}` });
  expect(answer.status).toBe(201);
  return answer.body.data.id;
};
const send = (fields: object = {}) => sendFrom(form, fields);
const rows = () => submissions.in({ ...service.ctx, tenantId: tenant.id });
const formsOf = async () => (await admin().get(`/tenants/${tenant.id}/forms`)).body.data.items;
const numbersOf = async () => {
  const found = (await formsOf()).find(({ id }: { id: string }) => id === form.id);
  return [found.total, found.unread, found.spam];
};
const spam = { _website: 'x' };

describe('submissions', () => {
  it('are listed by cursor, newest first, spam apart, by form and by whether they were read', async () => {
    const other = await publishForm(service, await service.newTenant());
    await sendFrom(other);
    const ids = [await send({ name: 'A' }), await send({ name: 'B' }), await send({ name: 'C', ...spam })];
    const [first, second, third] = ids;
    const list = async (query: string) => {
      const { body } = await admin().get(`${path}?${query}`);
      return body.data.items.map(({ id }: { id: string }) => id);
    };
    expect(await list('')).toEqual([second, first]);
    expect(await list('spam=true')).toEqual([third]);
    await admin().put(`${path}/${first}`).send({ readAt: clock.now().toISOString() });
    expect(await list('unread=true')).toEqual([second]);
    expect(await list('unread=false')).toEqual([first]);
    expect(await list(`formId=${form.id}`)).toEqual([second, first]);
    expect(await list(`formId=${newId()}`)).toEqual([]);
    const page = (await admin().get(`${path}?limit=1`)).body.data;
    expect(page.pagination).toMatchObject({ limit: 1, hasNext: true });
    expect(await list(`limit=1&cursor=${page.pagination.nextCursor}`)).toEqual([first]);
    expect((await admin().get(`${path}?formId=x`)).status).toBe(422);
  });

  it('are read and marked by editors, deleted by admins, and nothing for viewers', async () => {
    const id = await send();
    const editor = service.as(callers.editor(tenant.id));
    expect((await editor.get(`${path}/${id}`)).status).toBe(200);
    expect((await editor.put(`${path}/${id}`).send({ spam: true })).status).toBe(200);
    expect((await editor.delete(`${path}/${id}`)).status).toBe(403);
    expect((await service.as(callers.viewer(tenant.id)).get(path)).status).toBe(403);
    expect((await admin().delete(`${path}/${id}`)).status).toBe(204);
    expect((await admin().get(`${path}/${id}`)).body.code).toBe('submission.not_found');
  });

  it('are marked once for one entity tag, and what was sent never changes', async () => {
    const id = await send();
    const read = await admin().get(`${path}/${id}`);
    const change = (body: object) =>
      admin().put(`${path}/${id}`).set('If-Match', String(read.headers.etag)).send(body);
    const readAt = '2027-03-02T10:30:00+01:00';
    expect((await change({ readAt })).body.data.readAt).toBe('2027-03-02T09:30:00.000Z');
    expect((await change({ spam: true })).status).toBe(412);
    expect((await admin().put(`${path}/${id}`).send({ readAt: null })).body.data.readAt).toBeNull();
    const refused = await admin().put(`${path}/${id}`).send({ fields: {}, spamScore: 1 });
    expect(refused.body.details.map(({ field }: { field: string }) => field).sort()).toEqual([
      'fields',
      'spamScore',
    ]);
  });

  it('record who marked and deleted them, without what visitors wrote where the audit log keeps it', async () => {
    const id = await send();
    await admin().put(`${path}/${id}`).send({ spam: true });
    await admin().delete(`${path}/${id}`);
    const events = (await service.events()).filter(({ resource }) => resource.id === id);
    expect(events.map(({ type, actor }) => [type, actor.type])).toEqual([
      ['contact.submitted', 'visitor'],
      ['submission.updated', 'user'],
      ['submission.deleted', 'user'],
    ]);
    expect(JSON.stringify(events.map(({ change }) => change))).not.toContain('Mara');
    expect(events[1]?.change).toMatchObject({ before: { spam: false }, after: { spam: true } });
  });
});

describe('the list of forms', () => {
  it('has the forms of the live site with their fields and how much was sent, and follows every change', async () => {
    expect(await formsOf()).toMatchObject([
      {
        id: form.id,
        pageId: form.pageId,
        heading: 'Write to us',
        isLive: true,
        total: 0,
        lastSubmittedAt: null,
      },
    ]);
    const [first, second] = [await send(), await send({ name: 'B' })];
    const third = await send({ name: 'C', ...spam });
    expect(await numbersOf()).toEqual([3, 2, 1]);
    await admin().put(`${path}/${first}`).send({ readAt: clock.now().toISOString() });
    expect(await numbersOf()).toEqual([3, 1, 1]);
    await admin().put(`${path}/${third}`).send({ spam: false });
    expect(await numbersOf()).toEqual([3, 2, 0]);
    await admin().put(`${path}/${first}`).send({ spam: true });
    expect(await numbersOf()).toEqual([3, 2, 1]);
    await admin().delete(`${path}/${second}`);
    await admin().delete(`${path}/${first}`);
    expect(await numbersOf()).toEqual([1, 1, 0]);
    expect((await formsOf())[0].fields.map(({ name }: { name: string }) => name)).toEqual(
      FIELDS.map(({ name }) => name),
    );
  });

  it('goes on to show a form whose section or page is gone, as long as something was sent by it', async () => {
    const never = await publishForm(service, await service.newTenant());
    await never.change(null);
    await send();
    await form.change(null);
    expect(await formsOf()).toMatchObject([{ id: form.id, isLive: false, total: 1, heading: 'Write to us' }]);
    expect((await admin().delete(`/tenants/${tenant.id}/pages/${form.pageId}?force=true`)).status).toBe(204);
    expect(await form.list(`&formId=${form.id}`)).toHaveLength(1);
    expect(await formsOf()).toMatchObject([{ id: form.id, isLive: false }]);
  });

  it('is turned page by page, live forms first', async () => {
    await send();
    await form.change(null);
    const later = await publishForm(service, tenant, { fields: [] }, 'later');
    const pageOf = async (page: number) =>
      (await admin().get(`/tenants/${tenant.id}/forms?limit=1&page=${page}`)).body.data;
    expect(await pageOf(1)).toMatchObject({ items: [{ id: later.id, isLive: true }] });
    expect(await pageOf(2)).toMatchObject({
      items: [{ id: form.id, isLive: false }],
      pagination: { page: 2, limit: 1, total: 2, totalPages: 2, hasNext: false, hasPrev: true },
    });
  });

  it('knows a form without fields by those that visitors are asked for, in the language of the site', async () => {
    const german = await service.newTenant({ locale: 'de' });
    const theirs = await publishForm(service, german, { fields: [] });
    const visitor = service.as(callers.anonymous);
    const { body } = await visitor.get(`/public/forms/${theirs.id}?host=${german.host}`);
    expect(body.data).toMatchObject({
      id: theirs.id,
      fields: [{ label: 'Ihr Name' }, { label: 'Ihre E-Mail-Adresse' }, { label: 'Ihre Nachricht' }],
      submitLabel: 'Nachricht senden',
      trapField: '_website',
    });
    expect(JSON.stringify(body.data)).not.toContain('notify');
  });
});

describe('the export of submissions', () => {
  const exported = async (query = '') => {
    const answer = await admin().get(`${path}/export${query}`);
    expect(answer.status).toBe(200);
    return answer;
  };

  it('is a CSV file of what a list has, and no cell of it is a formula', async () => {
    const id = await send({ name: '=HYPERLINK("https://evil.example")', message: 'One, "two"\nthree' });
    await send({ name: '@SUM(A1)', phone: '+44 20 7946 0991' });
    await send({ name: 'Spam', ...spam });
    const { headers, text } = await exported();
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename="submissions.csv"');
    const [head] = text.split('\r\n');
    expect(head).toBe(
      'id,createdAt,sectionId,pageId,spam,spamScore,readAt,fields.name,fields.email,fields.phone,fields.message,fields.topic,fields.consent,fields.day',
    );
    expect(text).toContain(`${id},`);
    expect(text).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    expect(text).toContain('"One, ""two""\nthree"');
    expect(text).toContain("'@SUM(A1)");
    expect(text).toContain("'+44 20 7946 0991");
    expect(text).not.toMatch(/(^|,|\n)[=+@-]/);
    expect(text).not.toContain('Spam');
    expect((await exported('?spam=true')).text).toContain('Spam');
  });

  it('has every submission, of several forms, under columns that stay where they are', async () => {
    await send();
    const [first] = await rows().find({});
    if (!first) throw new Error('Nothing was kept.');
    const { _id: _first, ...copy } = first;
    await rows().insertMany(Array.from({ length: 129 }, () => ({ ...copy, contentHash: newId() })));
    const before = (await exported()).text.split('\r\n');
    expect(before).toHaveLength(132);
    await form.change({ fields: [{ name: 'nick', label: 'Nick' }, ...FIELDS] });
    await send({ nick: 'M' });
    const after = (await exported(`?formId=${form.id}`)).text.split('\r\n');
    expect(after[0]).toBe(`${before[0]},fields.nick`);
    expect(after).toHaveLength(133);
    expect((await exported(`?formId=${newId()}`)).text).toBe(
      'id,createdAt,sectionId,pageId,spam,spamScore,readAt\r\n',
    );
  });

  it('takes the same filters as the list, and no others', async () => {
    expect((await admin().get(`${path}/export?formId=x`)).status).toBe(422);
    expect((await admin().get(`${path}/export?limit=5`)).status).toBe(422);
    expect((await service.as(callers.viewer(tenant.id)).get(`${path}/export`)).status).toBe(403);
  });
});

describe('what has been kept for long enough', () => {
  it('is deleted, spam after 30 days and the rest after a year, as an event of the system', async () => {
    await send();
    await send({ name: 'B', ...spam });
    clock.advance(31 * 86_400_000);
    await service.runDueJobs();
    expect(await numbersOf()).toEqual([1, 1, 0]);
    clock.advance(335 * 86_400_000);
    await service.runDueJobs();
    expect(await numbersOf()).toEqual([0, 0, 0]);
    const deleted = (await service.events()).filter(
      ({ type, tenantId }) => type === 'submission.deleted' && tenantId === tenant.id,
    );
    expect(deleted.map(({ actor }) => actor.type)).toEqual(['system', 'system']);
  });
});
