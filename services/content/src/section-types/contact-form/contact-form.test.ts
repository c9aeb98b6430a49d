import { parse } from '@siteninja/schema';
import { formsPage, sampleSite } from '../../rendering/sample-site-test-support';
import { renderPage } from '../../rendering/render-page';
import { wordsOf } from '../../markup/words';
import { cleanContent, publicContent } from '..';
import { formContent, readForm } from './form-fields';

const formToken = (id: string) => `token-of-${id}`;
const words = wordsOf({ locale: 'de' });
const withField = (field: Record<string, unknown>) => ({
  heading: 'H',
  fields: [{ name: 'a', label: 'A', ...field }],
});

describe('a contact form', () => {
  it('a site that accepts forms shows one that is sent to its own host with its token and an empty trap', () => {
    const { html, contentSecurityPolicy } = renderPage(sampleSite(), formsPage, { formToken });
    expect(html).toContain('method="post" action="/_sn/forms/form-0"');
    expect(html).toContain('<input type="hidden" name="_token" value="token-of-form-1" />');
    expect(html).toContain('name="_website" tabindex="-1"');
    expect(html).toContain('tel:');
    expect(contentSecurityPolicy).toContain("form-action 'self'");
  });

  it('a site that accepts no forms offers telephone and mail instead', () => {
    const { html } = renderPage(sampleSite(), formsPage);
    expect(html).not.toContain('<form');
    expect(html).toContain('tel:');
    expect(html).toContain('mailto:hello@joes.example');
  });

  it('visitors never see the address that is notified', () => {
    expect(renderPage(sampleSite(), formsPage, { formToken }).html).not.toContain('private@');
    const content = { heading: 'H', notify: 'private@joes.example' };
    expect(publicContent('contact-form', content)).toEqual({ heading: 'H' });
  });

  it('a form without fields asks for name, email and message in the language of the site', () => {
    const form = readForm({ heading: 'H' }, words);
    expect(form?.fields.map(({ name, label, type }) => [name, label, type])).toEqual([
      ['name', 'Ihr Name', 'text'],
      ['email', 'Ihre E-Mail-Adresse', 'email'],
      ['message', 'Ihre Nachricht', 'textarea'],
    ]);
  });

  it('content that was stored before there were forms stays as it is, and its telephone fields ask for one', () => {
    const old = {
      heading: 'H',
      fields: [{ name: 'phone', label: 'Telephone', type: 'tel', required: false }],
      submitLabel: 'Send',
    };
    expect(cleanContent('contact-form', old)).toMatchObject(old);
    expect(readForm(old, words)?.fields).toEqual([{ ...old.fields[0], type: 'phone' }]);
  });

  it.each([
    { type: 'select' },
    { type: 'select', options: [] },
    { type: 'select', options: ['x', 'x'] },
    { type: 'text', options: ['x'] },
    { type: 'file' },
    { name: '_token' },
  ])('the field %j is refused', (field) => {
    expect(parse(formContent, withField(field))).toHaveProperty('errors');
    expect(readForm(withField(field), words)).toBeUndefined();
  });

  it('markup in labels and options is shown as text', () => {
    const content = withField({ label: '<b>', type: 'select', options: ['"><script>'] });
    const sections = [{ id: 'f', sectionId: 'f', type: 'contact-form', content }];
    const { html } = renderPage(sampleSite(), { ...formsPage, sections }, { formToken });
    expect(html).toContain('&lt;b&gt;');
    expect(html).not.toContain('"><script>');
  });
});
