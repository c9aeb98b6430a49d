import { testClock, type TestClock } from '@siteninja/core';
import { startContent, type TestContent, type TestTenant } from '../test-support';
import { ANSWERS, FIELDS, publishForm, type TestForm } from './form-test-support';
import { submissions } from './submission.model';

let service: TestContent;
let clock: TestClock;
let tenant: TestTenant;
let form: TestForm;

beforeAll(async () => {
  clock = testClock();
  service = await startContent({ shared: { clock } });
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  form = await publishForm(service, tenant);
});

const details = ({ body }: { body: { details?: { field: string }[] } }) =>
  body.details?.map(({ field }) => field);
const eventsOf = async () =>
  (await service.events()).filter(
    ({ type, tenantId }) => tenantId === tenant.id && /^(contact|submission)\./.test(type),
  );

describe('what a visitor sends by a form', () => {
  it('is kept as it was meant, and the visitor reads the thanks', async () => {
    await form.change({ fields: FIELDS, thanks: 'We call back today.' });
    const answer = await form.send();
    expect(answer.status).toBe(201);
    expect(answer.body.data).toEqual({ id: expect.any(String), thanks: 'We call back today.' });
    expect(answer.headers.location).toBe(`/api/tenants/${tenant.id}/submissions/${answer.body.data.id}`);
    const [kept] = await form.list();
    expect(kept).toMatchObject({
      id: answer.body.data.id,
      sectionId: form.id,
      pageId: form.pageId,
      fields: { ...ANSWERS, email: 'Mara@harbor.example', consent: 'yes' },
      readAt: null,
      spamScore: 0,
      spam: false,
    });
    expect(Object.keys(kept ?? {})).not.toContain('ip');
  });

  it('is one event, of a visitor whose address stays with the submission', async () => {
    await form.send();
    const [event, ...more] = await eventsOf();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'contact.submitted',
      actor: { type: 'visitor' },
      resource: { type: 'submission' },
      data: { fields: { name: 'Mara Lind' } },
    });
    expect(JSON.stringify(event)).not.toMatch(/203\.0\.113\.7|Firefox/);
    expect(JSON.stringify(event?.change)).not.toContain('Mara');
    const [row] = await submissions.in({ ...service.ctx, tenantId: tenant.id }).find({});
    expect(row).toMatchObject({ ip: '203.0.113.7', userAgent: 'Firefox' });
  });

  it('is refused with the name of every answer that is wrong', async () => {
    const fields = {
      name: ' ',
      email: 'mara',
      phone: 'call me',
      message: 'x'.repeat(5_001),
      topic: 'Roof',
      consent: false,
      day: '2027-02-29',
      extra: 'x',
    };
    const answer = await form.send({ fields });
    expect(answer.status).toBe(422);
    expect(details(answer)?.sort()).toEqual(
      Object.keys(fields)
        .map((name) => `fields.${name}`)
        .sort(),
    );
    expect(await form.list()).toEqual([]);
  });

  it('is refused with every name also where text holds control characters', async () => {
    const fields = { ...ANSWERS, name: 'Mara\u0000', message: 'x\u0007', email: 'mara', 'a\u0000b': 'x' };
    const answer = await form.send({ fields });
    expect([answer.status, details(answer)?.sort()]).toEqual([
      422,
      ['fields.a\u0000b', 'fields.email', 'fields.message', 'fields.name'],
    ]);
    expect(await form.list()).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['name', 5],
    ['name', ['Mara']],
    ['name', { $gt: '' }],
    ['name', '\u200b'],
    ['name', 'x'.repeat(501)],
    ['message', true],
    ['consent', 'on'],
    ['consent', undefined],
    ['day', '2027-2-1'],
    ['topic', 'boiler'],
  ])('has no %s that is %j', async (name, value) => {
    const answer = await form.send({ fields: { ...ANSWERS, [name]: value } });
    expect([answer.status, details(answer)]).toEqual([422, [`fields.${name}`]]);
  });

  it('may leave out what is not required, however it is left empty', async () => {
    const { name, email, message, consent } = ANSWERS;
    const fields = { name, email, message, consent, phone: '', day: null, old: '' };
    expect((await form.send({ fields })).status).toBe(201);
    const [kept] = await form.list();
    expect(Object.keys(kept?.fields ?? {})).toEqual(['name', 'email', 'message', 'consent']);
  });

  it('takes the longest text that fits, in any script', async () => {
    const message = '\u{1f469}'.repeat(5_000);
    expect((await form.send({ fields: { ...ANSWERS, message } })).status).toBe(201);
    const [kept] = await form.list();
    expect(kept?.fields.message).toBe(message);
  });

  it('by a form that is not live finds none', async () => {
    const token = await form.token();
    await form.change(null);
    expect((await form.send({ token })).body.code).toBe('form.not_found');
    const other = await service.newTenant();
    await other.publish('home');
    const theirs = await publishForm(service, other);
    expect((await theirs.send()).status).toBe(201);
    expect(await form.list()).toEqual([]);
  });
});

describe('the token of a form', () => {
  it('is refused by another form, and when it is made up or missing', async () => {
    const other = await publishForm(service, await service.newTenant());
    const own = await form.token();
    for (const token of [await other.token(), `${own}x`, own.replace(/.$/, ''), 'x', '']) {
      const answer = await form.send({ token });
      expect([answer.status, details(answer)]).toEqual([422, ['token']]);
    }
    expect(await form.list()).toEqual([]);
  });

  it('of an earlier release is taken as long as the form takes the answers', async () => {
    const token = await form.token();
    await form.change({ fields: [...FIELDS, { name: 'more', label: 'More' }] });
    expect(await form.token()).not.toBe(token);
    expect((await form.send({ token })).status).toBe(201);
    await form.change({ fields: [...FIELDS, { name: 'more', label: 'More', required: true }] });
    expect(details(await form.send({ token, from: '203.0.113.8' }))).toEqual(['fields.more']);
  });

  it('is the same whoever asks for it, so that pages stay what caches keep', async () => {
    expect(await form.token()).toBe(await form.token());
    const page = await tenant.visit('/reach-us');
    expect(page.body).toContain(`value="${await form.token()}"`);
    expect(await tenant.visit('/reach-us')).toEqual(page);
  });
});

describe('what is sent again and again', () => {
  it('is one submission where equal answers come twice within a minute from one address', async () => {
    const answers = await Promise.all([form.send(), form.send(), form.send()]);
    expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1);
    expect(await form.list()).toHaveLength(1);
    await form.send({ from: '203.0.113.8' });
    expect(await form.list()).toHaveLength(2);
    clock.advance(61_000);
    await form.send();
    expect(await form.list()).toHaveLength(2);
    expect(await form.list('&spam=true')).toHaveLength(1);
    expect(await eventsOf()).toHaveLength(3);
  });

  it('is refused beyond the limit of an address, IPv6 by network, and says for how long', async () => {
    const send = (index: number, from: string) =>
      form.send({ fields: { ...ANSWERS, name: `Mara ${index}` }, from });
    for (let index = 0; index < 10; index += 1) {
      expect((await send(index, `2001:db8:0:1::${index}`)).status).toBe(201);
    }
    const refused = await send(10, '2001:db8:0:1::ffff');
    expect(refused).toMatchObject({ status: 429, body: { code: 'form.rate_limited' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await send(10, '2001:db8:0:100::1')).status).toBe(201);
    clock.advance(600_000);
    expect((await send(11, '2001:db8:0:1::1')).status).toBe(201);
  });

  it('is refused beyond the limit of a form, whoever sends it, and by no other form', async () => {
    const small = await startContent({ env: { FORM_LIMIT: '2' } });
    const own = await small.newTenant();
    const first = await publishForm(small, own);
    const send = (index: number) => first.send({ from: `203.0.113.${index}` });
    expect([(await send(1)).status, (await send(2)).status, (await send(3)).status]).toEqual([201, 201, 429]);
    const second = await publishForm(small, await small.newTenant());
    expect((await second.send()).status).toBe(201);
    await small.stop();
  });

  it('costs no attempt while answers are wrong', async () => {
    for (let index = 0; index < 12; index += 1) {
      expect((await form.send({ fields: { ...ANSWERS, email: 'x' } })).status).toBe(422);
    }
    expect((await form.send()).status).toBe(201);
  });
});

describe('what looks like spam', () => {
  it('is answered like everything else and kept apart, where the hidden field is filled in', async () => {
    const answer = await form.send({ fields: { ...ANSWERS, _website: 'https://spam.example' } });
    expect(answer.status).toBe(201);
    expect(answer.body.data).toEqual({ id: expect.any(String), thanks: expect.any(String) });
    expect(await form.list()).toEqual([]);
    expect(await form.list('&spam=true')).toMatchObject([{ id: answer.body.data.id, spamScore: 100 }]);
  });

  it.each([
    ['Hello, my site is https://harbor.example and my boiler drips.', 0],
    ['See https://a.example and https://b.example', 20],
    ['https://a.example https://b.example https://c.example www.d.example www.e.example', 60],
    ['Buy <a href="https://a.example">here</a>', 50],
    ['Buy [url=https://a.example]here[/url]', 50],
    ['Купите наши замечательные товары дёшево и быстро', 30],
  ])('the message %j scores %i', async (message, spamScore) => {
    await form.send({ fields: { ...ANSWERS, message } });
    const [kept] = await form.list(`&spam=${spamScore >= 50}`);
    expect(kept).toMatchObject({ spamScore });
  });

  it('scores links in a line, and long words that have come before', async () => {
    await form.send({ fields: { ...ANSWERS, name: 'www.spam.example' } });
    expect(await form.list()).toMatchObject([{ spamScore: 30 }]);
    const scores = [];
    for (const index of [1, 2, 3]) {
      await form.send({ from: `203.0.113.${index}` });
      scores.push([...(await form.list()), ...(await form.list('&spam=true'))].length);
    }
    expect(scores).toEqual([2, 3, 4]);
    expect(await form.list('&spam=true')).toMatchObject([{ spamScore: 60 }]);
  });

  it('is not another script where the site is in that script', async () => {
    const russian = await service.newTenant({ locale: 'ru' });
    const theirs = await publishForm(service, russian);
    const message = 'Протекает котёл, пожалуйста, позвоните';
    await theirs.send({ fields: { ...ANSWERS, name: 'Мара', message } });
    expect(await theirs.list()).toMatchObject([{ spamScore: 0 }]);
  });
});
