import { ensure, forbidden, invalid, requireMatch, userOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { arrangeSections, requireFits, sectionsOfTemplate } from './section-list';
import { assertOwnReferences } from './own-references';
import { type Section } from '../section-types/section-schemas';
import { requireSeo, type Seo } from '../seo/seo';
import { assertPremiumAllowed, assertRoomForPage } from '../sites/plan-limits';
import { lockTree } from '../sites/tree-lock';
import { pageFromTemplate } from '../templates/template';
import { derivedFrom, templateSectionsOf } from '../sites/page-content';
import { placeUnder, relocate } from './page-tree';
import { type PageRow, pages } from '../sites/page.model';
import { type NewPage, type PageChange, type PagePlace, type PageStatus } from './page.schema';
import { releaseMoved } from './release-moved';
import { mayPublish, publishRow, unpublishRow } from './publish';
import { presentPage } from '../sites/present-page';
import { existingPage } from './read-page';

/** @throws invalid, forbidden, conflict `page.slug_taken`, payment_required `plan.limit_reached` */
export async function createPage(ctx: ContentCtx, input: NewPage) {
  const { templateId = null, sections, status = 'draft' } = input;
  if (templateId !== null && sections !== undefined) {
    throw invalid([{ field: 'sections', message: 'Give either sections or a template.' }]);
  }
  requireMayPublish(ctx, status);
  const content = await contentOf(ctx, input);
  const isPublished = status === 'published';
  const create = async (tx: Tx<ContentCtx>) => {
    await assertRoomForPage(tx);
    const row = await insertPage(tx, { ...input, ...content, status: isPublished ? 'draft' : status });
    const page = presentPage(row);
    const { id: causedBy } = tx.recordChange('page.created', null, page);
    return isPublished ? presentPage(await publishRow(tx, row, { causedBy })) : page;
  };
  return transaction(ctx, create, { together: !isPublished });
}

async function contentOf(ctx: ContentCtx, input: NewPage): Promise<Pick<FirstContent, 'sections' | 'seo'>> {
  const { slug, templateId = null, seo } = input;
  requireSeo(seo ?? {});
  const model = templateId === null ? null : await pageFromTemplate(ctx, templateId, slug);
  if (model?.isPremium) await assertPremiumAllowed(ctx);
  const sections = model ? sectionsOfTemplate(model.sections) : arrangeSections(input.sections ?? [], []);
  requireFits(sections, 'sections');
  const content = { sections, seo: seo ?? model?.seo ?? {} };
  await assertOwnReferences(ctx, fieldsOf(content.sections, content.seo));
  return content;
}

/** What may name assets and locations, by its field. */
function fieldsOf(
  sections: readonly Pick<Section, 'content'>[],
  seo: Seo,
): { field: string; content: unknown }[] {
  const { ogImageAssetId, ...rest } = seo;
  return [
    ...sections.map(({ content }, index) => ({ field: `sections.${index}.content`, content })),
    { field: 'seo.ogImageAssetId', content: { ogImageAssetId } },
    { field: 'seo', content: rest },
  ];
}

interface FirstContent {
  /** What the template gave, where that is not `sections`: a copy's may differ from it. */
  templateSections?: Record<string, string>;
  slug: string;
  title: string;
  status: PageStatus;
  parentId?: string | null;
  templateId?: string | null;
  sections: Section[];
  seo: Seo;
}

/** Puts a new page, not live, into the tree. @throws invalid, conflict `page.slug_taken` */
export async function insertPage(tx: Tx<ContentCtx>, content: FirstContent): Promise<PageRow> {
  const { slug, parentId = null } = content;
  if (parentId !== null) await lockTree(tx);
  const { path } = await placeUnder(tx, slug, parentId);
  return pages.in(tx).insert(newPageRow(tx, content, path));
}

/** A page that is not live, at the path that its slug and parent give it. */
export function newPageRow(tx: ContentCtx, content: FirstContent, path: string) {
  const { slug, title, status, parentId = null, templateId = null, sections, seo } = content;
  const origin = {
    live: null,
    template: templateId === null ? null : { templateId, customizations: [] },
    templateSections: content.templateSections ?? (templateId === null ? {} : templateSectionsOf(sections)),
  };
  return {
    slug,
    parentId,
    path,
    title,
    status,
    sections,
    seo,
    ...origin,
    ...derivedFrom({ title, sections, seo }, origin),
    publishedVersion: null,
    publishedAt: null,
    scheduledAt: null,
    versionCount: 0,
    createdBy: userOf(tx),
    deletedAt: null,
  };
}

export function recordCreated(tx: Tx<ContentCtx>, row: PageRow): void {
  tx.recordChange('page.created', null, presentPage(row));
}

/**
 * Absent fields stay as they are. Writing `status` is the same as the action: `published` publishes, anything
 * else takes a live page down.
 * @throws not_found, invalid, forbidden, conflict, precondition_failed
 */
export async function updatePage(ctx: ContentCtx, id: string, change: PageChange) {
  if (change.sections) {
    await assertOwnReferences(ctx, fieldsOf(change.sections, {}));
  }
  return transaction(ctx, async (tx) => {
    if (change.status !== undefined || change.parentId !== undefined) await lockTree(tx);
    const row = await existingPage(tx, id);
    requireMatch(tx, () => presentPage(row));
    return presentPage(await changeRow(tx, row, change));
  });
}

async function changeRow(tx: Tx<ContentCtx>, row: PageRow, change: PageChange): Promise<PageRow> {
  const { status: wanted, ...fields } = change;
  // A page is written back with the status that it was read with; only from a publisher this means to publish again.
  const status = wanted === row.status && !mayPublish(tx) ? undefined : wanted;
  requireMayPublish(tx, status);
  const becomesLive = status === 'published';
  const goesDown = status !== undefined && !becomesLive && row.publishedVersion !== null;
  ensure(!goesDown || mayPublish(tx), publishingIsForbidden);
  // A status that neither publishes nor unpublishes is written like any other field.
  const plain = status === undefined || becomesLive || goesDown ? fields : change;
  const isActionOnly = (becomesLive || goesDown) && Object.keys(fields).length === 0;
  if (isActionOnly) return becomesLive ? publishRow(tx, row) : unpublishRow(tx, row, status);
  const { after, event, moved } = await writeFields(tx, row, plain);
  // A move is live at once; content waits for publishing.
  await releaseMoved(tx, moved, event.id);
  if (becomesLive) return publishRow(tx, after, { causedBy: event.id });
  if (goesDown) return unpublishRow(tx, after, status, event.id);
  return after;
}

/**
 * Gives a page another slug or parent. Where it is live its old address, and those of the pages under it, redirect.
 * @throws not_found, invalid, conflict `page.slug_taken`, `page.home_protected`, precondition_failed
 */
export function movePage(ctx: ContentCtx, id: string, place: PagePlace) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await existingPage(tx, id);
    const before = presentPage(row);
    requireMatch(tx, () => before);
    const { set, moved } = await relocate(tx, row, place);
    const isSame = set.slug === row.slug && set.parentId === row.parentId;
    if (isSame) return before;
    const after = presentPage(await pages.in(tx).update(id, set));
    const event = tx.recordChange('page.moved', before, after);
    await releaseMoved(tx, moved, event.id);
    return after;
  });
}

async function writeFields(tx: Tx<ContentCtx>, row: PageRow, change: PageChange) {
  const { title = row.title, status = row.status, parentId = row.parentId } = change;
  const sections = change.sections ? arrangeSections(change.sections, row.sections) : row.sections;
  requireFits(sections, 'sections');
  const move = parentId === row.parentId ? undefined : await relocate(tx, row, { parentId });
  const content = { title, sections, seo: row.seo };
  const set = { title, status, sections, ...derivedFrom(content, row), ...move?.set };
  const after = await pages.in(tx).update(row._id, set);
  const event = tx.recordChange('page.updated', presentPage(row), presentPage(after));
  return { after, event, moved: move?.moved ?? [] };
}

function requireMayPublish(ctx: ContentCtx, status: PageStatus | undefined): void {
  ensure(status !== 'published' || mayPublish(ctx), publishingIsForbidden);
}

function publishingIsForbidden() {
  return forbidden('auth.forbidden', 'You may write pages, but not decide what is live.');
}
