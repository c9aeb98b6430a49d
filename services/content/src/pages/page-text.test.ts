import { callers } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let path: string;

beforeAll(async () => {
  service = await startContent();
  tenant = await service.newTenant();
  path = `/tenants/${tenant.id}/pages`;
});
afterAll(() => service.stop());

const admin = () => service.as(callers.admin(tenant.id));
const create = async (body: Record<string, unknown>) => {
  const answer = await admin()
    .post(path)
    .send({ title: 'A page', ...body });
  expect(answer.status).toBe(201);
  return answer.body.data;
};

describe('the text of a page', () => {
  it('refuses a link that it cannot keep, also in rich text, and names its field', async () => {
    const link = '<p><a href="javascript:x">there</a></p>';
    const sections = [
      { type: 'text', content: { body: link } },
      { type: 'faq', content: { heading: 'x', items: [{ question: 'x', answer: link }] } },
      { type: 'hero', content: { heading: 'x', primaryAction: { label: 'x', href: 'ftp://x.example' } } },
    ];
    const refused = await admin()
      .post(path)
      .send({ slug: 'links', title: 'x', sections, seo: { canonicalUrl: '/here' } });
    expect(refused.status).toBe(422);
    expect(refused.body.details.map(({ field }: { field: string }) => field)).toEqual([
      'sections.0.content.body',
      'sections.1.content.items.0.answer',
      'sections.2.content.primaryAction.href',
      'seo.canonicalUrl',
    ]);
    expect(refused.body.details[0].message).toContain('javascript:x');
    expect((await tenant.pages()).links).toBeUndefined();
  });

  it('counts the text that is kept, not the markup that a word processor sends with it', async () => {
    const word =
      '<p class=MsoNormal style="margin:0cm;font-family:Calibri"><span lang=EN-GB>ten lette<o:p></o:p></span></p>';
    const body = word.repeat(200);
    const page = await create({ slug: 'word', sections: [{ type: 'text', content: { body } }] });
    expect(body.length).toBeGreaterThan(20_000);
    expect(page.sections[0].content.body).toBe('<p>ten lette</p>'.repeat(200));
  });

  it('is shown with the blank lines that its author put into it', async () => {
    const content = { heading: 'x', text: 'Para one.\n\n  Para two.' };
    await create({ slug: 'blank', status: 'published', sections: [{ type: 'cta', content }] });
    await tenant.publish('home');
    expect((await tenant.visit('/blank')).body).toContain('<p class="lead">Para one.\n\n  Para two.</p>');
  });
});
