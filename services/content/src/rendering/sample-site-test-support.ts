import { isObject, namedAssets } from '@siteninja/core';
import { toJsonSchema } from '@siteninja/schema';
import { illustrationsAmong } from '../illustrations/site-pictures';
import { sectionTypes } from '../section-types';
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

/** For tests: how a type's sections can be composed, the usual way first. */
export function variantsOf(type: string): readonly string[] {
  const content = sectionTypes.get(type)?.content;
  const properties = content && toJsonSchema(content).properties;
  const variant = isObject(properties) ? properties.variant : undefined;
  const names = isObject(variant) && Array.isArray(variant.enum) ? variant.enum : [];
  return names.filter((name): name is string => typeof name === 'string');
}

const PICTURE_ID = '0190a000-0000-7000-8000-0000000000aa';

/** For tests: a site with the picture that `everyVariant` shows. */
export const picturedSite: RenderedSite = {
  ...sampleSite(),
  assets: {
    [PICTURE_ID]: {
      alt: 'A van',
      width: 1600,
      height: 900,
      variants: [400, 1600].map((width) => ({
        name: width === 400 ? ('small' as const) : ('large' as const),
        format: 'webp' as const,
        width,
        height: (width * 9) / 16,
        href: `/_sn/assets/${width}.webp`,
      })),
    },
  },
};

/** For tests: the example of every section type in all its compositions, with pictures wherever one can be. */
export const everyVariant: RenderedPage = {
  path: '/variants',
  title: 'Variants',
  seo: {},
  sections: [...sectionTypes.values()].flatMap(({ type, example }) =>
    variantsOf(type).map((variant) => {
      const name = `${type}-${variant}`;
      return { id: name, sectionId: name, type, content: { ...withPictures(type, example), variant } };
    }),
  ),
};

function withPictures(type: string, example: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const picture = { assetId: PICTURE_ID };
  if (['hero', 'text', 'cta'].includes(type)) return { ...example, picture };
  const { items } = example;
  const isPictured = ['services', 'gallery', 'team', 'testimonials'].includes(type);
  if (!isPictured || !Array.isArray(items)) return { ...example };
  return { ...example, items: items.map((item: unknown) => (isObject(item) ? { ...item, picture } : item)) };
}

/** For tests: the second of those forms as it comes back with something wrong in every field. */
export const sentForm = {
  id: 'form-1',
  message: 'Please check the marked fields.',
  answers: {
    'text-must': '"Mara" <b>',
    'textarea-must': 'Hello',
    'select-must': 'One',
    'checkbox-may': 'yes',
  },
  problems: new Map(
    ['text', 'email', 'phone', 'textarea', 'select', 'checkbox', 'date'].map((type) => [
      `${type}-must`,
      'Please check what you have entered here.',
    ]),
  ),
};
