import { namedAssets } from '@siteninja/core';
import { illustrationsAmong } from '../illustrations/site-pictures';
import { type TemplatePage, type TemplateSeed } from '../templates/seeds';
import { type MenuItem, type RenderedPage, type RenderedSite, type SiteBranding } from '../markup/site';

const TENANT_ID = '0190a000-0000-7000-8000-000000000001';

/** For tests: the site of a tenant who took a template and published it as it is. */
export function siteOf(template: TemplateSeed, businessName: string): RenderedSite {
  const header = template.defaultSections
    .filter((page) => page.slug !== 'home')
    .map((page): MenuItem => ({
      label: page.title,
      href: `/${page.slug}`,
      openInNewTab: false,
      children: [],
    }));
  const ids = namedAssets(template.defaultSections, TENANT_ID).shown;
  const assets = illustrationsAmong(ids, template.defaultBranding);
  return { ...sampleSite({ businessName, branding: template.defaultBranding, header }), assets };
}

/** For tests: a site with everything that a tenant may have filled in. */
export function sampleSite(
  given: { businessName?: string; branding?: SiteBranding; header?: MenuItem[] } = {},
): RenderedSite {
  const header = given.header ?? [{ label: 'Contact', href: '/contact', openInNewTab: false, children: [] }];
  return {
    tenant: {
      id: TENANT_ID,
      name: 'Joe',
      businessName: given.businessName ?? "Joe's Plumbing",
      description: 'Plumbing and heating in the old town.',
      contactPhone: '020 7946 0991',
      contactEmail: 'hello@joes.example',
      businessHours: {
        monday: '8:00-17:00',
        tuesday: '8:00-17:00',
        wednesday: '8:00-17:00',
        thursday: '8:00-19:00',
        friday: '8:00-15:00',
        saturday: 'by appointment',
        sunday: 'closed',
      },
    },
    branding: given.branding ?? {
      primaryColor: '#1D4ED8',
      secondaryColor: '#3B82F6',
      accentColor: '#F59E0B',
      backgroundColor: '#FFFFFF',
      textColor: '#374151',
      fontFamily: 'Inter, sans-serif',
      headingFontFamily: 'Inter, sans-serif',
    },
    navigation: { header, footer: header },
    origin: 'http://joes.localhost:8080',
    assets: {},
  };
}

/** For tests: a page as its release holds it. */
export function pageOf({ slug, title, sections, seo }: TemplatePage): RenderedPage {
  return {
    path: slug === 'home' ? '/' : `/${slug}`,
    title,
    sections: sections.map((section, index) => ({ id: `section-${index}`, ...section })),
    seo: seo ?? {},
  };
}

const anyField = (type: string, required: boolean) => ({
  name: `${type}-${required ? 'must' : 'may'}`,
  label: `The ${type}`,
  type,
  required,
  ...(type === 'select' ? { options: ['One', 'Two & a half'] } : {}),
});

/** For tests: a page with a form of the default fields, and one with every kind of field. */
export const formsPage: RenderedPage = {
  path: '/forms',
  title: 'Forms',
  seo: {},
  sections: [
    [],
    ['text', 'email', 'phone', 'textarea', 'select', 'checkbox', 'date'].flatMap((type) => [
      anyField(type, true),
      anyField(type, false),
    ]),
  ].map((fields, index) => ({
    id: `form-${index}`,
    sectionId: `form-${index}`,
    type: 'contact-form',
    content: { heading: `Form ${index}`, fields, notify: 'private@joes.example' },
  })),
};
