import { callers } from '@siteninja/testing';
import { type TestForm, ANSWERS, FIELDS, publishForm } from '../forms/form-test-support';
import { startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let form: TestForm;

beforeAll(async () => {
  service = await startContent({ env: { FORM_ADDRESS_LIMIT: '3' } });
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  form = await publishForm(service, tenant);
});

/** As a browser sends them: all text. */
const typed = async (more: Record<string, string> = {}) => ({
  _token: await form.token(),
  _website: '',
  ...ANSWERS,
  consent: 'yes',
  message: 'The boiler drips.\r\nPlease call.',
  ...more,
});

describe('a form that is sent without script', () => {
  it('is kept, and leads to a page of the site that thanks', async () => {
    const answer = await form.post(await typed());
    const thanks = `/_sn/forms/${form.id}/thanks`;
    expect(answer).toEqual({
      status: 303,
      headers: { Location: thanks, 'Cache-Control': 'no-store' },
      body: '',
    });
    expect(await form.list()).toMatchObject([{ fields: { message: 'The boiler drips.\nPlease call.' } }]);
    const page = await tenant.visit(thanks);
    expect(page.status).toBe(200);
    expect(page.headers['X-Robots-Tag']).toBe('noindex');
    expect(page.body).toContain('Your message has arrived');
    expect(page.body).toContain('class="site-header"');
    await form.change({ fields: FIELDS, thanks: 'We <call> back.' });
    expect((await tenant.visit(thanks)).body).toContain('We &lt;call&gt; back.');
  });

  it('comes back with all that was typed, and a message at every field that is wrong', async () => {
    const answer = await form.post(
      await typed({ name: '"Mara" <b>', email: 'mara', message: '', topic: 'Drain', consent: '' }),
    );
    expect(answer.status).toBe(422);
    expect(answer.headers).toMatchObject({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
    const { body } = answer;
    expect(body).toContain('value="&quot;Mara&quot; &lt;b&gt;"');
    expect(body).toContain('<option value="Drain" selected>Drain</option>');
    expect(body).toContain('value="2028-02-29"');
    expect(body).toMatch(
      /name="email" maxlength="500" value="mara" aria-invalid="true" aria-describedby="(_[\w-]+-email)" required \/>/,
    );
    expect(body).toMatch(/<p id="_[\w-]+-email">Please enter an email address/);
    expect(body).toMatch(/<p id="_[\w-]+-message">Please fill in this field/);
    expect(body).toMatch(/<p id="_[\w-]+-consent">Please tick this box/);
    expect(body).toMatch(/<p class="form-message" role="alert" tabindex="-1" autofocus>Please check/);
    expect(body).toMatch(/<title>Please check/);
    expect(body).toContain(`value="${await form.token()}"`);
    expect(await form.list()).toEqual([]);
  });

  it('comes back where it has changed since its page was opened, or belongs to another form', async () => {
    const other = await publishForm(service, await service.newTenant());
    const foreign = await form.post(await typed({ _token: await other.token() }));
    expect([foreign.status, foreign.body.includes('The form has changed')]).toEqual([422, true]);
    const old = await typed({ _token: await form.token() });
    await form.change({ fields: FIELDS.filter(({ name }) => name !== 'topic') });
    const changed = await form.post(old);
    expect([changed.status, changed.body.includes('The form has changed')]).toEqual([422, true]);
    expect(changed.body).toContain('value="Mara Lind"');
    expect((await form.post({ ...old, topic: '' })).status).toBe(303);
  });

  it('comes back beyond the limit of an address, with the time to wait', async () => {
    for (const name of ['A', 'B', 'C']) expect((await form.post(await typed({ name }))).status).toBe(303);
    const answer = await form.post(await typed({ name: 'D' }));
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['Retry-After'])).toBeGreaterThan(0);
    expect(answer.body).toContain('Please try again later');
    expect(answer.body).toContain('value="D"');
  });

  it('looks sent where the hidden field is filled in', async () => {
    expect((await form.post(await typed({ _website: 'x' }))).status).toBe(303);
    expect(await form.list()).toEqual([]);
    expect(await form.list('&spam=true')).toHaveLength(1);
  });

  it('finds the pages of the site where it is live no longer, and those of a site that is closed', async () => {
    const old = await typed();
    await form.change(null);
    const gone = await form.post(old);
    expect([gone.status, gone.body.includes('This page is not here')]).toEqual([404, true]);
    await tenant.tell('tenant.deleted', 9, { ...tenant.data, deletedAt: new Date().toISOString() });
    expect((await form.post(old)).status).toBe(410);
  });

  it('whose address is opened leads to where it is', async () => {
    const { status, headers } = await tenant.visit(`/_sn/forms/${form.id}`);
    expect([status, headers['Location']]).toEqual([302, '/reach-us#contact-form']);
    expect((await tenant.visit(`/_sn/forms/${form.id}/x`)).status).toBe(404);
    expect((await tenant.visit('/_sn/forms/x/thanks')).status).toBe(404);
  });

  it('can be looked at in a preview, and not be sent from there', async () => {
    const admin = service.as(callers.admin(tenant.id));
    const preview = await admin.post(`/tenants/${tenant.id}/pages/${form.pageId}/preview`);
    const { body } = await tenant.visit(new URL(preview.body.data.url).pathname);
    expect(body).toContain('name="_token" value="preview"');
    expect((await form.post(await typed({ _token: 'preview' }))).status).toBe(422);
  });
});
