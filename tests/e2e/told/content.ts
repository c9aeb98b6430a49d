import { type Occurrences, WITHOUT_GET } from './occurrence';
import { type Stage } from './stage';

const HERO = { type: 'hero', content: { heading: 'Told' } };
export const pageOccurrences = {
  'page.created': {
    get: '/pages/{pageId}',
    act: (stage) => stage.make('pageId', '/pages', { slug: 'told', title: 'Told', sections: [HERO, HERO] }),
  },
  'page.updated': {
    get: '/pages/{pageId}',
    act: ({ put }) => put('/pages/{pageId}', { title: 'Told again' }),
  },
  'page.moved': {
    get: '/pages/{pageId}',
    act: ({ post }) => post('/pages/{pageId}/move', { slug: 'moved' }),
  },
  'section.created': {
    get: '/pages/{pageId}/sections/{sectionId}',
    act: (stage) => stage.make('sectionId', '/pages/{pageId}/sections', HERO),
  },
  'section.updated': {
    get: '/pages/{pageId}/sections/{sectionId}',
    act: ({ put }) => put('/pages/{pageId}/sections/{sectionId}', { content: { heading: 'Changed' } }),
  },
  'section.reordered': {
    get: async ({ ids, list }) => ({
      id: ids['pageId'],
      tenantId: ids['tenantId'],
      sectionIds: (await list('/pages/{pageId}/sections')).map(({ id }) => id),
    }),
    act: async ({ list, put }) => {
      const sections = await list('/pages/{pageId}/sections');
      await put('/pages/{pageId}/sections/order', { sectionIds: sections.map(({ id }) => id).reverse() });
    },
  },
  'section.deleted': {
    get: '/pages/{pageId}/sections/{sectionId}',
    act: ({ remove }) => remove('/pages/{pageId}/sections/{sectionId}'),
  },
  'seo.updated': {
    get: '/pages/{pageId}/seo',
    act: ({ put }) => put('/pages/{pageId}/seo', { metaTitle: 'For search engines' }),
  },
  'seo.reset': { get: '/pages/{pageId}/seo', act: ({ remove }) => remove('/pages/{pageId}/seo') },
  'page.published': { get: '/pages/{pageId}', act: ({ post }) => post('/pages/{pageId}/publish') },
  'page.unpublished': { get: '/pages/{pageId}', act: ({ post }) => post('/pages/{pageId}/unpublish') },
  'page.deleted': { get: '/pages/{pageId}', act: ({ remove }) => remove('/pages/{pageId}') },
  'page.restored': { get: '/pages/{pageId}', act: ({ post }) => post('/pages/{pageId}/restore') },
} satisfies Partial<Occurrences>;

const stagedWith = ({ ids }: Stage) => ({
  status: 'staged',
  items: [{ pageId: ids['pageId'], action: 'publish' }],
});

export const siteOccurrences = {
  'navigation.created': {
    get: '/navigation/{itemId}',
    act: (stage) => {
      const target = { type: 'url', url: 'https://example.com/' };
      return stage.make('itemId', '/navigation', { menu: 'footer', label: 'Told', target });
    },
  },
  'navigation.updated': {
    get: '/navigation/{itemId}',
    act: ({ put }) => put('/navigation/{itemId}', { label: 'Told again' }),
  },
  'navigation.reordered': {
    get: async ({ ids, list }) => ({
      id: ids['tenantId'],
      tenantId: ids['tenantId'],
      menu: 'footer',
      items: (await list('/navigation?menu=footer')).map(({ id }) => ({ id, children: [] })),
    }),
    act: async ({ list, put }) => {
      const items = (await list('/navigation?menu=footer')).map(({ id }) => ({ id }));
      await put('/navigation/order', { menu: 'footer', items });
    },
  },
  'navigation.deleted': { get: '/navigation/{itemId}', act: ({ remove }) => remove('/navigation/{itemId}') },
  'redirect.created': {
    get: '/redirects/{redirectId}',
    act: (stage) => stage.make('redirectId', '/redirects', { fromPath: '/was', toPath: '/' }),
  },
  'redirect.updated': {
    get: '/redirects/{redirectId}',
    act: ({ put }) => put('/redirects/{redirectId}', { statusCode: 302 }),
  },
  'redirect.deleted': {
    get: '/redirects/{redirectId}',
    act: ({ remove }) => remove('/redirects/{redirectId}'),
  },
  'crawlers.updated': { get: '/crawlers', act: ({ put }) => put('/crawlers', { aiInput: true }) },
  'release.staged': {
    get: '/releases/{releaseId}',
    act: (stage) => stage.make('releaseId', '/releases', stagedWith(stage)),
  },
  'release.updated': {
    get: '/releases/{releaseId}',
    act: ({ put }) => put('/releases/{releaseId}', { name: 'Autumn' }),
  },
  'release.deleted': { get: '/releases/{releaseId}', act: ({ remove }) => remove('/releases/{releaseId}') },
  'release.activated': {
    get: '/releases/{releaseId}',
    act: async (stage) => {
      await stage.make('releaseId', '/releases', stagedWith(stage));
      await stage.post('/releases/{releaseId}/activate');
    },
  },
  'site.imported': WITHOUT_GET,
  'ai.generated': WITHOUT_GET,
  'contact.submitted': { get: '/submissions/{submissionId}', act: (stage) => stage.submitForm() },
  'submission.updated': {
    get: '/submissions/{submissionId}',
    act: ({ put }) => put('/submissions/{submissionId}', { spam: true }),
  },
  'submission.deleted': {
    get: '/submissions/{submissionId}',
    act: ({ remove }) => remove('/submissions/{submissionId}'),
  },
} satisfies Partial<Occurrences>;
