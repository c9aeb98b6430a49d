import { type EventType } from '@siteninja/contracts';
import { conflict, ensure, invalid, newId, notFound, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { parse } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { assertOwnReferences } from '../pages/own-references';
import { derivedFrom } from '../sites/page-content';
import { type PageRow, pages } from '../sites/page.model';
import { existingPage } from '../pages/read-page';
import { presentPage } from '../sites/present-page';
import { sectionTypes } from '../section-types';
import { inOrder, insertAfter, numbered, proposeName, requireFits } from '../pages/section-list';
import { newestVersion, refusalOf } from '../section-types/versions';
import { type Section } from '../section-types/section-schemas';
import { type NewSection, type SectionChange } from './section.schema';

/** A section as it is read by itself. */
export function presentSection({ _id, tenantId }: PageRow, section: Section) {
  return { ...section, pageId: _id, tenantId };
}

/** A section, and its page, whose entity tag is the section's. */
function answer(row: PageRow, section: Section) {
  return { section: presentSection(row, section), page: presentPage(row) };
}

/** @throws not_found */
export async function listSections(ctx: ContentCtx, pageId: string) {
  const row = await existingPage(ctx, pageId);
  return row.sections.map((section) => presentSection(row, section));
}

/** @throws not_found */
export async function getSection(ctx: ContentCtx, pageId: string, id: string) {
  const row = await existingPage(ctx, pageId);
  return answer(row, sectionOf(row, id));
}

/** @throws not_found, invalid, conflict `section.section_id_taken`, precondition_failed */
export async function createSection(ctx: ContentCtx, pageId: string, input: NewSection) {
  const { type, content, after, sortOrder } = input;
  if (after !== undefined && sortOrder !== undefined) {
    throw invalid([{ field: 'after', message: 'Give either after or sortOrder.' }]);
  }
  requireOffered(type);
  await assertOwnReferences(ctx, [{ field: 'content', content }]);
  return changeSections(ctx, pageId, 'section.created', (row) => {
    const names = namesOf(row.sections);
    const sectionId = input.sectionId ?? proposeName(type, names);
    requireFree(row.sections, sectionId);
    const section = { id: newId(), sectionId, type, schemaVersion: newestVersion(type), content };
    if (after === undefined) {
      const sections =
        sortOrder === undefined
          ? numbered([...row.sections, { ...section, sortOrder }])
          : inOrder([...row.sections, { ...section, sortOrder }]);
      return { sections, before: null, after: section.id };
    }
    const known = row.sections.some(({ id }) => id === after);
    ensure(known, () => invalid([{ field: 'after', message: 'This page has no such section.' }]));
    return { sections: insertAfter(row.sections, after, section), before: null, after: section.id };
  });
}

/** Content is replaced as a whole. @throws not_found, invalid, conflict, precondition_failed */
export async function updateSection(ctx: ContentCtx, pageId: string, id: string, change: SectionChange) {
  const { type: current } = sectionOf(await existingPage(ctx, pageId), id);
  const given = change.content && contentFor(change.type ?? current, change.content);
  if (given) await assertOwnReferences(ctx, [{ field: 'content', content: given }]);
  return changeSections(ctx, pageId, 'section.updated', (row) => {
    const before = sectionOf(row, id);
    const { type = before.type, sectionId = before.sectionId, sortOrder = before.sortOrder } = change;
    requireFree(
      row.sections.filter((other) => other !== before),
      sectionId,
    );
    if (type !== before.type) requireOffered(type);
    const content = contentFor(type, given ?? before.content);
    const section = { id, sectionId, type, schemaVersion: newestVersion(type), content, sortOrder };
    const sections = row.sections.map((other) => (other === before ? section : other));
    return { sections: inOrder(sections), before, after: id };
  });
}

/** @throws not_found, precondition_failed */
export async function deleteSection(ctx: ContentCtx, pageId: string, id: string): Promise<void> {
  await changeSections(ctx, pageId, 'section.deleted', (row) => {
    const before = sectionOf(row, id);
    return { sections: row.sections.filter((other) => other !== before), before, after: null };
  });
}

/** A copy directly after it, under a name of its own. @throws not_found, invalid, precondition_failed */
export function duplicateSection(ctx: ContentCtx, pageId: string, id: string) {
  return changeSections(ctx, pageId, 'section.created', (row) => {
    const original = sectionOf(row, id);
    requireOffered(original.type);
    const name = proposeName(original.sectionId.replace(/-[0-9]+$/, ''), namesOf(row.sections));
    const copy = { ...structuredClone(original), id: newId(), sectionId: name };
    return { sections: insertAfter(row.sections, id, copy), before: null, after: copy.id };
  });
}

/** @param sectionIds the ids of all sections of the page. @throws not_found, invalid, precondition_failed */
export function orderSections(ctx: ContentCtx, pageId: string, sectionIds: readonly string[]) {
  return transaction(ctx, async (tx) => {
    const row = await existingPage(tx, pageId);
    requireMatch(tx, () => presentPage(row));
    const byId = new Map(row.sections.map((section) => [section.id, section]));
    const sections = sectionIds.flatMap((id, sortOrder) => {
      const section = byId.get(id);
      return section ? [{ ...section, sortOrder }] : [];
    });
    const isWhole = sections.length === byId.size && new Set(sectionIds).size === sectionIds.length;
    ensure(isWhole && sectionIds.length === byId.size, () =>
      invalid([{ field: 'sectionIds', message: 'Name every section of the page once.' }]),
    );
    const after = await writeSections(tx, row, sections);
    tx.record({
      type: 'section.reordered',
      resource: { type: 'page', id: pageId, version: after.revision },
      data: { id: pageId, tenantId: row.tenantId, sectionIds: [...sectionIds] },
      change: {
        before: { sectionIds: row.sections.map(({ id }) => id) },
        after: { sectionIds: [...sectionIds] },
      },
    });
    return {
      sections: after.sections.map((section) => presentSection(after, section)),
      page: presentPage(after),
    };
  });
}

interface Changed {
  sections: Section[];
  before: Section | null;
  /** The id of the section that was made or changed; null where it is gone. */
  after: string | null;
}

/** One change of one section, with its one event. */
function changeSections(
  ctx: ContentCtx,
  pageId: string,
  type: Extract<EventType, `section.${string}`>,
  change: (row: PageRow) => Changed,
) {
  return transaction(ctx, async (tx) => {
    const row = await existingPage(tx, pageId);
    requireMatch(tx, () => presentPage(row));
    const changed = change(row);
    const after = await writeSections(tx, row, changed.sections);
    const section = after.sections.find(({ id }) => id === changed.after) ?? changed.before;
    ensure(section, () => notFound('section'));
    const before = changed.before && presentSection(row, changed.before);
    const data = presentSection(after, section);
    tx.record({
      type,
      resource: { type: 'section', id: section.id, version: after.revision },
      data,
      change: { before, after: changed.after === null ? null : data },
    });
    return answer(after, section);
  });
}

function writeSections(ctx: ContentCtx, row: PageRow, sections: Section[]): Promise<PageRow> {
  requireFits(sections, 'content');
  const set = { sections, ...derivedFrom({ ...row, sections }, row) };
  return pages.in(ctx).update(row._id, set);
}

function sectionOf(row: PageRow, id: string): Section {
  const section = row.sections.find((each) => each.id === id);
  ensure(section, () => notFound('section'));
  return section;
}

function namesOf(sections: readonly Section[]): Set<string> {
  return new Set(sections.map(({ sectionId }) => sectionId));
}

function requireFree(sections: readonly Section[], name: string): void {
  ensure(!namesOf(sections).has(name), () =>
    conflict('section.section_id_taken', 'sectionId', 'Another section of this page has this name.'),
  );
}

/** @throws invalid for a type of which there are no new sections any more */
function requireOffered(type: string): void {
  const message = refusalOf(type);
  if (message !== undefined) throw invalid([{ field: 'type', message }]);
}

/** The content as its type stores it. @throws invalid */
function contentFor(type: string, content: Record<string, unknown>): Record<string, unknown> {
  const schema = sectionTypes.get(type)?.content;
  ensure(schema, () => invalid([{ field: 'type', message: 'There is no such section type.' }]));
  const checked = parse(schema, content, { at: 'content' });
  if ('value' in checked) return checked.value;
  throw invalid(checked.errors);
}
