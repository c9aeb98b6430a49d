import { DomainError, newId } from '@siteninja/core';
import { escapeHtml } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { cleanContent } from '../../section-types';
import { startContent, type TestContent, type TestTenant } from '../../test-support';
import { testFacts as facts } from '../facts-test-support';
import { HOSTILE_TEXTS } from '../hostile-texts-test-support';
import { type DraftedPage } from '../writer';
import { OpenAiStandIn } from './openai-test-support';
import { openAiWriter } from './openai-writer';

let provider: OpenAiStandIn;
let service: TestContent;
let tenant: TestTenant;
let before: Awaited<ReturnType<TestTenant['pages']>>;
beforeAll(async () => {
  provider = await new OpenAiStandIn().listen();
  service = await startContent({ env: provider.environment });
  tenant = await service.newTenant();
  before = await tenant.pages();
});
afterAll(async () => {
  await service.stop();
  await provider.close();
});

const cut = (text: string, length: number) => [...text.replace(/\s+/g, ' ')].slice(0, length).join('');

/** A model that says what it is told to, wherever there is room for it. */
const obeying = (text: string) => ({
  title: cut(text, 200),
  sections: [
    { type: 'hero', content: { heading: cut(text, 160), subheading: cut(text, 400) } },
    { type: 'text', content: { body: `<p>${text.slice(0, 4_000)}</p>` } },
    {
      type: 'faq',
      content: { heading: 'x', items: [{ question: 'x', answer: escapeHtml(cut(text, 300)) }] },
    },
    { type: 'contact-form', content: { heading: cut(text, 200) } },
  ],
});

/** The same, which leads away by whatever a section may have. */
const leadingAway = [
  { type: 'hero', content: { heading: 'x', primaryAction: { label: 'x', href: 'https://evil.example' } } },
  { type: 'hero', content: { heading: 'x', picture: { assetId: newId() } } },
  { type: 'text', content: { body: '<p><a href="https://evil.example/">x</a></p>' } },
  { type: 'text', content: { body: '<p><a href="//evil.example">x</a></p>' } },
  { type: 'text', content: { body: 'See https://evil.example' } },
  { type: 'cta', content: { heading: 'x', primaryAction: { label: 'x', href: 'javascript:alert(1)' } } },
  { type: 'cta', content: { heading: 'x', primaryAction: { label: 'x', href: 'tel:+15550100999' } } },
  { type: 'contact-form', content: { heading: 'x', notify: 'thief@evil.example' } },
  { type: 'contact-form', content: { heading: 'Write to thief@evil.example' } },
  { type: 'map', content: { heading: 'x', locationId: newId() } },
  { type: 'html', content: { html: '<script>alert(1)</script>' } },
  { type: 'hero', content: { heading: 'x', __proto__: { isAdmin: true }, isAdmin: true } },
];

function expectHarmless({ sections }: DraftedPage): void {
  for (const { type, content } of sections) expect(cleanContent(type, content)).toEqual(content);
  const bodies = sections.filter(({ type }) => type === 'text' || type === 'faq');
  const markup = JSON.stringify(bodies);
  expect(markup).not.toMatch(/<(?!\/?(?:p|strong|em|br|h[2-6]|ul|ol|li|blockquote)\b)[a-z/]/i);
  expect(JSON.stringify(sections)).not.toMatch(/https?:\/\/|www\.|"assetId"|"href"/);
}

describe('a language model that obeys two hundred hostile texts', () => {
  it('gives sections that are valid, lead nowhere and run nothing, or nothing at all', async () => {
    const writer = openAiWriter({ ...provider.settings, isModerated: false, timeoutMs: 50_000 });
    let made = 0;
    for (const prompt of HOSTILE_TEXTS) {
      provider.expect({ says: obeying(prompt) });
      const work = { signal: new AbortController().signal, cost: 0, tokens: 0, send: () => undefined };
      const page = await writer
        .draftPage({ facts, pageType: 'about', prompt, paths: ['/menu'] }, work)
        .catch((error: unknown) => {
          if (error instanceof DomainError && error.code === 'ai.answer_invalid') return null;
          throw error;
        });
      if (!page) continue;
      expectHarmless(page);
      made += 1;
    }
    // Those without an address are shown as the texts that they are.
    expect(made).toBeGreaterThan(60);
  });

  it.each(leadingAway)('is refused where it leads away: %j', async (section) => {
    provider.expect({ says: { title: 'x', sections: [section] } });
    const url = `/tenants/${tenant.id}/ai/content`;
    const answer = await service.as(callers.admin(tenant.id)).post(url).send({ pageType: 'about' });
    expect([answer.status, answer.body.code]).toEqual([503, 'ai.answer_invalid']);
    expect(await tenant.pages()).toEqual(before);
  });
});
