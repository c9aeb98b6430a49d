import { etagOf } from '@siteninja/core';
import { Result, created, listOf, noContent, ok, singlePage } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import {
  createSection,
  deleteSection,
  duplicateSection,
  getSection,
  listSections,
  orderSections,
  updateSection,
} from './section';
import {
  newSection,
  newSectionJson,
  section,
  sectionChange,
  sectionChangeJson,
  sectionOrder,
} from './section.schema';

type OfPage = Awaited<ReturnType<typeof getSection>>;

/** A section's entity tag is its page's: a change of one section changes the page. */
function answer({ section: data, page }: OfPage, more: { headers?: Record<string, string> } = {}) {
  return new Result(data, { ...more, etagOf: page });
}

const SECTIONS = '/tenants/:tenantId/pages/:pageId/sections';

export const sectionRoutes = [
  route({
    method: 'get',
    path: SECTIONS,
    summary: 'List the sections of a page in their order',
    allow: 'read:sections',
    returns: listOf(section),
    errors: ['page.not_found'],
    handle: async (ctx, { params }) => singlePage(await listSections(ctx, params.pageId)),
  }),
  route({
    method: 'post',
    path: SECTIONS,
    summary: 'Add a section to a page: at a place, after another or at the end',
    allow: 'write:sections',
    body: newSection,
    bodySchema: newSectionJson,
    returns: created(section),
    emits: ['section.created'],
    example: {
      type: 'cta',
      content: { heading: 'Call us today', primaryAction: { label: 'Call', href: 'tel:+442079460018' } },
    },
    errors: ['page.not_found', 'section.section_id_taken', 'request.precondition_failed'],
    handle: async (ctx, { params, body }) => answer(await createSection(ctx, params.pageId, body)),
  }),
  route({
    method: 'put',
    path: `${SECTIONS}/order`,
    summary: 'Put all sections of a page into another order',
    allow: 'write:sections',
    body: sectionOrder,
    returns: listOf(section),
    emits: ['section.reordered'],
    errors: ['page.not_found', 'request.precondition_failed'],
    handle: async (ctx, { params, body }) => {
      const { sections, page } = await orderSections(ctx, params.pageId, body.sectionIds);
      return new Result(singlePage(sections), { headers: { ETag: etagOf(page) } });
    },
  }),
  route({
    method: 'get',
    path: `${SECTIONS}/:sectionId`,
    summary: 'Read a section',
    allow: 'read:sections',
    returns: ok(section),
    errors: ['page.not_found', 'section.not_found'],
    handle: async (ctx, { params }) => answer(await getSection(ctx, params.pageId, params.sectionId)),
  }),
  route({
    method: 'put',
    path: `${SECTIONS}/:sectionId`,
    summary: 'Change a section; its content is replaced as a whole',
    allow: 'write:sections',
    body: sectionChange,
    current: async (ctx, { pageId, sectionId }) => answer(await getSection(ctx, pageId, sectionId)),
    bodySchema: sectionChangeJson,
    returns: ok(section),
    emits: ['section.updated'],
    example: { sectionId: 'call-us' },
    errors: [
      'page.not_found',
      'section.not_found',
      'section.section_id_taken',
      'request.precondition_failed',
    ],
    handle: async (ctx, { params, body }) =>
      answer(await updateSection(ctx, params.pageId, params.sectionId, body)),
  }),
  route({
    method: 'delete',
    path: `${SECTIONS}/:sectionId`,
    summary: 'Delete a section',
    allow: 'delete:sections',
    returns: noContent(),
    emits: ['section.deleted'],
    errors: ['page.not_found', 'section.not_found', 'request.precondition_failed'],
    handle: (ctx, { params }) => deleteSection(ctx, params.pageId, params.sectionId),
  }),
  route({
    method: 'post',
    path: `${SECTIONS}/:sectionId/duplicate`,
    summary: 'Copy a section; the copy comes directly after it',
    allow: 'write:sections',
    body: s.optional(s.object({})),
    returns: created(section),
    emits: ['section.created'],
    example: {},
    errors: ['page.not_found', 'section.not_found', 'request.precondition_failed'],
    handle: async (ctx, { params: { tenantId, pageId, sectionId } }) => {
      const copy = await duplicateSection(ctx, pageId, sectionId);
      const Location = `/api/tenants/${tenantId}/pages/${pageId}/sections/${copy.section.id}`;
      return answer(copy, { headers: { Location } });
    },
  }),
];
