import createClient from 'openapi-fetch';
import { type paths } from './api';

const api = createClient<paths>({ baseUrl: 'http://localhost:8080/api' });

/** What a frontend does in its first minute: compiled against the document, never run. */
export async function journey(): Promise<string> {
  const login = await api.POST('/auth/login', {
    body: { email: 'mara@harbor.example', password: 'a quiet harbour at dawn' },
  });
  if (login.error) throw new Error(login.error.code);
  const answer = login.data.data;
  if (!('accessToken' in answer)) throw new Error('Mara has a second factor.');
  const { accessToken, activeTenantId: tenantId } = answer;
  if (tenantId === null) throw new Error('Mara belongs to no tenant.');
  const headers = { Authorization: `Bearer ${accessToken}` };
  const pages = await api.GET('/tenants/{tenantId}/pages', {
    headers,
    params: { path: { tenantId }, query: { status: 'draft', limit: 50 } },
  });
  if (pages.error) throw new Error(pages.error.error);
  const [first] = pages.data.data.items;
  if (!first) throw new Error('There is no draft.');
  const path = { tenantId, pageId: first.id };
  const page = await api.GET('/tenants/{tenantId}/pages/{pageId}', { headers, params: { path } });
  const section = page.data?.data.sections[0];
  if (!section) throw new Error('The page is empty.');
  const etag = page.response.headers.get('ETag') ?? '';
  const saved = await api.PUT('/tenants/{tenantId}/pages/{pageId}/sections/{sectionId}', {
    headers,
    params: { path: { ...path, sectionId: section.id }, header: { 'If-Match': etag } },
    body: { sectionId: 'welcome' },
  });
  if (saved.error?.code === 'request.precondition_failed') return 'Somebody else has changed the page.';
  const form = new FormData();
  form.append('file', new Blob(['…']), 'boiler.jpg');
  const picture = await api.POST('/tenants/{tenantId}/assets', {
    headers,
    params: { path: { tenantId } },
    body: { file: '', alt: 'A boiler' },
    bodySerializer: () => form,
  });
  const content = { headline: 'Warm again by tonight' };
  const wrong = api.POST('/tenants/{tenantId}/pages', {
    headers,
    params: { path: { tenantId } },
    // @ts-expect-error -- a hero has a `heading` and no `headline`
    body: { slug: 'boilers', title: 'Boilers', sections: [{ type: 'hero', content }] },
  });
  expectRefused((await wrong).response.status);
  return picture.data?.data.url ?? section.type;
}

function expectRefused(status: number): void {
  if (status !== 422) throw new Error(String(status));
}
