import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { cleanContent } from '../section-types';
import { composePage } from './rules/compose-page';
import { type DraftedPage } from './writer';
import { rewriteByRules } from './rules/rewrite';
import { testFacts as facts } from './facts-test-support';
import { HOSTILE_TEXTS as texts, payloads } from './hostile-texts-test-support';
import { startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let before: Awaited<ReturnType<TestTenant['pages']>>;
beforeAll(async () => {
  service = await startContent();
  tenant = await service.newTenant();
  before = await tenant.pages();
});
afterAll(() => service.stop());

const hero = { heading: 'Pipes', subheading: 'Mended day and night. By us.' };

function expectHarmless({ sections }: Pick<DraftedPage, 'sections'>): void {
  for (const { type, content } of sections) expect(cleanContent(type, content)).toEqual(content);
  const text = JSON.stringify(sections);
  expect([...text.matchAll(/"href":"([^"]*)/g)].map(([, href]) => href)).toEqual(['#contact']);
  expect(text).not.toContain('"assetId"');
  const bodies = sections.filter(({ type }) => type === 'text').map(({ content }) => content['body']);
  expect(bodies.join('').replace(/<\/?p>/g, '')).not.toContain('<');
}

describe('two hundred hostile texts', () => {
  it('are two hundred', () => expect(texts).toHaveLength(200));

  it('make valid sections that lead nowhere and run nothing', () => {
    for (const prompt of texts) {
      expectHarmless(composePage(facts, { pageType: 'about', prompt }));
      expectHarmless(composePage(facts, { pageType: [...prompt].slice(0, 60).join(''), prompt }));
    }
  });

  it('as an instruction change no section', () => {
    const followed = texts.filter((instruction) =>
      rewriteByRules({ type: 'hero', content: hero, instruction, facts }),
    );
    expect(followed).toEqual([]);
  });

  it('write nothing, whether they are a prompt or an instruction', async () => {
    const admin = service.as(callers.admin(tenant.id));
    const ai = `/tenants/${tenant.id}/ai`;
    const { id: pageId } = before['home'] ?? { id: '' };
    const { body } = await admin.get(`/tenants/${tenant.id}/pages/${pageId}`);
    const [{ id: sectionId, content }] = body.data.sections;
    for (const text of texts.filter((_text, index) => index % 20 === 0)) {
      const drafted = await admin.post(`${ai}/content`).send({ pageType: 'about', prompt: text });
      expectHarmless(drafted.body.data.page);
      const answer = await admin.post(`${ai}/rewrite`).send({ pageId, sectionId, instruction: text });
      expect([answer.status, answer.body.data]).toEqual([200, { content, diff: [], credits: 0 }]);
    }
    expect(await tenant.pages()).toEqual(before);
  });

  it.each(payloads)('as the title of a page suggest what a page may have: %j', async (payload) => {
    const admin = service.as(callers.admin(tenant.id));
    const page = { title: payload, slug: `p-${newId()}`, sections: [] };
    const { id: pageId } = (await admin.post(`/tenants/${tenant.id}/pages`).send(page)).body.data;
    const { credits: _, ...seo } = (await admin.post(`/tenants/${tenant.id}/ai/seo`).send({ pageId })).body
      .data;
    expect((await admin.put(`/tenants/${tenant.id}/pages/${pageId}/seo`).send(seo)).status).toBe(200);
    await admin.delete(`/tenants/${tenant.id}/pages/${pageId}`);
  });
});
