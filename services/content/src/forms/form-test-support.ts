import { callers } from '@siteninja/testing';
import { type TestContent, type TestTenant } from '../test-support';

/** For tests: a field of every kind, and one answer to each that is right. */
export const FIELDS = [
  { name: 'name', label: 'Name', type: 'text', required: true },
  { name: 'email', label: 'Email', type: 'email', required: true },
  { name: 'phone', label: 'Phone', type: 'phone' },
  { name: 'message', label: 'Message', type: 'textarea', required: true },
  { name: 'topic', label: 'Topic', type: 'select', options: ['Boiler', 'Drain'] },
  { name: 'consent', label: 'I agree', type: 'checkbox', required: true },
  { name: 'day', label: 'Day', type: 'date' },
];
export const ANSWERS = {
  name: 'Mara Lind',
  email: 'Mara@Harbor.example',
  phone: '020 7946 0991',
  message: 'The boiler drips.\nPlease call.',
  topic: 'Boiler',
  consent: true,
  day: '2028-02-29',
};

type Content = Record<string, unknown>;

/** A visitor and the owner of one form, which is on a page of its own. */
export interface TestForm {
  id: string;
  pageId: string;
  /** Writes the form anew and publishes it; with null the page is left without one. */
  change(content: Content | null): Promise<void>;
  token(): Promise<string>;
  /** As a client of the API sends it. @param more other than what is right */
  send(more?: { fields?: object; token?: string; from?: string }): Promise<Answer>;
  /** As a browser sends it, by way of the gateway. */
  post(fields: Record<string, string>, from?: string): Promise<Page>;
  list(query?: string): Promise<{ id: string; fields: Record<string, string>; spamScore: number }[]>;
}

interface Answer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as supertest has it
  body: any;
  headers: Record<string, string>;
}
interface Page {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export async function publishForm(
  service: TestContent,
  tenant: TestTenant,
  content: Content = { fields: FIELDS },
  slug = 'reach-us',
): Promise<TestForm> {
  const admin = service.as(callers.admin(tenant.id));
  const section = (more: Content) => ({ type: 'contact-form', content: { heading: 'Write to us', ...more } });
  const made = await admin.post(`/tenants/${tenant.id}/pages`).send({
    slug,
    title: 'Reach us',
    status: 'published',
    sections: [section(content)],
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { id: pageId, sections } = made.body.data;
  const { id } = sections[0];
  const path = `/public/forms/${id}?host=${tenant.host}`;
  const visitor = service.as(callers.anonymous);
  const token = async () => (await visitor.get(path)).body.data.token;
  return {
    id,
    pageId,
    token,
    change: async (next) => {
      const body = { status: 'published', sections: next ? [{ id, ...section(next) }] : [] };
      const answer = await admin.put(`/tenants/${tenant.id}/pages/${pageId}`).send(body);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    },
    send: async ({ fields = ANSWERS, token: given, from = '203.0.113.7' } = {}) =>
      visitor
        .post(path)
        .set('x-forwarded-for', from)
        .set('user-agent', 'Firefox')
        .send({ fields, token: given ?? (await token()) }),
    post: async (fields, ipAddress = '203.0.113.7') => {
      const sent = Object.entries(fields).map(([name, value]) => ({ name, value }));
      const body = { host: tenant.host, fields: sent, ipAddress, userAgent: 'Firefox' };
      const gateway = service.as(callers.service('gateway'));
      const answer = await gateway.post(`/internal/sites/forms/${id}`).send(body);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body.data;
    },
    list: async (query = '') =>
      (await admin.get(`/tenants/${tenant.id}/submissions?limit=100${query}`)).body.data.items,
  };
}
