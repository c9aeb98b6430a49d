import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { sectionTypes } from '../section-types';
import { locationData, startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let pageId: string;
beforeAll(async () => {
  service = await startContent();
  tenant = await service.newTenant({ description: 'Pipes, day and night. We answer the phone ourselves.' });
  await tenant.tell('location.created', 1, locationData());
  pageId = (await admin().post(`/tenants/${tenant.id}/pages`).send({ title: 'Work', slug: 'work' })).body.data
    .id;
});
afterAll(() => service.stop());

const admin = () => service.as(callers.admin(tenant.id));
const sections = () => `/tenants/${tenant.id}/pages/${pageId}/sections`;
const rewrite = (sectionId: string, instruction: string) =>
  admin().post(`/tenants/${tenant.id}/ai/rewrite`).send({ pageId, sectionId, instruction });

/** A new section of the page, and what becomes of it. */
async function rewritten(type: string, content: object, instruction: string) {
  const { body } = await admin().post(sections()).send({ type, content });
  const section = body.data;
  const answer = await rewrite(section.id, instruction);
  expect([answer.status, answer.body.error]).toEqual([200, undefined]);
  expect((await admin().get(`${sections()}/${section.id}`)).body.data).toEqual(section);
  const put = await admin().put(`${sections()}/${section.id}`).send({ content: answer.body.data.content });
  expect(put.status).toBe(200);
  expect(put.body.data.content).toEqual(answer.body.data.content);
  return { ...answer.body.data, message: answer.body.message };
}

const body =
  '<p>We are really proud of <strong>our work</strong>. It is done on time. You pay when it is done (by card). Call us.</p><h3>Why us</h3><ul><li>One price</li></ul>';

describe('a rewrite', () => {
  it('makes a text shorter, says what would change, writes nothing and costs a credit', async () => {
    const { content, diff, credits } = await rewritten(
      'text',
      { heading: 'About', body },
      'Please make it shorter!',
    );
    expect(credits).toBe(1);
    expect(content.body).toBe(
      '<p>We are proud of <strong>our work</strong>. It is done on time.</p><h3>Why us</h3><ul><li>One price</li></ul>',
    );
    expect(diff).toEqual([{ path: '/body', before: body, after: content.body }]);
  });

  it.each([
    ['Make it friendlier', 'We are open. Do not hesitate to contact us.', "We're open. Just get in touch."],
    [
      'more formal, please',
      "We're open! Let's talk, it's been long 🎉",
      'We are open. Let us talk, it’s been long',
    ],
    ['Clean up the text', 'WE MEND BOILERS IN BRISTOL !!', 'We mend boilers in Bristol !'],
    [
      'make it longer',
      'We mend boilers.',
      "We mend boilers. Pipes, day and night. We answer the phone ourselves. Joe's Plumbing: Bristol.",
    ],
    [
      'Mention our phone number and when we are open',
      'We mend boilers.',
      'We mend boilers. Contact: 020 7946 0991. Opening hours: Monday 9:00–17:00.',
    ],
    ['Replace "boilers" with "taps"', 'We mend boilers.', 'We mend taps.'],
    ['Ersetze „boilers“ durch „taps“', 'We mend boilers.', 'We mend taps.'],
  ])('follows %j', async (instruction, text, expected) => {
    const { content } = await rewritten('cta', { heading: 'Hello', text }, instruction);
    expect(content.text.replaceAll('’', "'")).toBe(expected.replaceAll('’', "'"));
  });

  it('mentions the business and its city once, and sets a heading', async () => {
    const instruction = 'Set the heading to "Warm homes" and mention our name and the city';
    const { content, diff } = await rewritten('hero', { heading: 'Pipes' }, instruction);
    expect(content).toMatchObject({ heading: 'Warm homes', eyebrow: "Joe's Plumbing · Bristol" });
    expect(diff).toContainEqual({ path: '/eyebrow', before: null, after: "Joe's Plumbing · Bristol" });
    expect((await rewritten('hero', content, 'mention our name')).credits).toBe(0);
  });

  it.each([
    'Translate it to Klingon',
    'Do not make it shorter',
    'Replace "Pipes" with "https://evil.example"',
  ])('that the rules cannot follow changes nothing, costs nothing and says so: %j', async (instruction) => {
    const before = (await service.events()).length;
    const { content, diff, credits, message } = await rewritten('hero', { heading: 'Pipes' }, instruction);
    expect([content.heading, diff, credits]).toEqual(['Pipes', [], 0]);
    expect(message).toContain('cannot follow');
    const told = (await service.events()).slice(before).map(({ type }) => type);
    expect(told).not.toContain('ai.generated');
  });

  it('never makes up what the business has not said', async () => {
    const silent = await service.newTenant({ contactPhone: null, businessHours: {}, description: null });
    const as = service.as(callers.admin(silent.id));
    const { id } = (await silent.pages())['home'] ?? {};
    const url = `/tenants/${silent.id}/pages/${id}/sections`;
    const section = (await as.post(url).send({ type: 'cta', content: { heading: 'Hello' } })).body.data;
    const instruction = 'Make it longer, mention the city, our phone number and the opening hours';
    const body = { pageId: id, sectionId: section.id, instruction };
    const answer = await as.post(`/tenants/${silent.id}/ai/rewrite`).send(body);
    expect(answer.body.data).toMatchObject({ content: section.content, diff: [], credits: 0 });
  });

  it('keeps every type of section valid, whatever is asked', async () => {
    const everything = 'tidy, shorter, friendlier, mention our name and the city, longer';
    for (const { type, example } of sectionTypes.values()) await rewritten(type, example, everything);
  });

  it('names the page or section that is not there', async () => {
    const answer = await rewrite(newId(), 'shorter');
    expect([answer.status, answer.body.details[0].field]).toEqual([422, 'sectionId']);
    const other = await service.newTenant();
    const foreign = await service
      .as(callers.admin(other.id))
      .post(`/tenants/${other.id}/ai/rewrite`)
      .send({ pageId, sectionId: newId(), instruction: 'shorter' });
    expect([foreign.status, foreign.body.details[0].field]).toEqual([422, 'pageId']);
  });

  it('is told as done by an AI for whoever asked', async () => {
    await rewritten('hero', { heading: 'Pipes  and  taps' }, 'tidy it up');
    const told = (await service.events()).filter(({ type }) => type === 'ai.generated').at(-1);
    expect(told).toMatchObject({
      actor: { type: 'ai', userId: expect.any(String) },
      data: { kind: 'rewrite' },
    });
  });
});
