import { type DomainEvent } from '@siteninja/contracts';
import { ensure, forbidden, invalid, notFound, requireMatch, userOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { assertOwnAssets } from '../assets/asset';
import { type ContentCtx } from '../context';
import { releaseLivePages } from './live-pages';
import { arrangeSections, requireFits } from './section-list';
import { type SectionInput } from '../section-types/section-input';
import { requireSeo } from '../seo/seo';
import { type Seo } from '../seo/seo-fields';
import { lockTree } from '../sites/tree-lock';
import { pageFromTemplate } from '../templates/template';
import { derivedFrom, pageAssetIds, templateSectionsOf } from './page-content';
import { moveUnder, placeUnder } from './page-tree';
import { type Page, type PageRow, pages, type PageStatus, type Section } from './page.model';
import { mayPublish, publishRow, unpublishRow } from './publish';
import { existingPage, presentPage } from './read-page';

export interface NewPage {
  slug: string;
  title: string;
  status?: PageStatus;
  parentId?: string | null;
  templateId?: string | null;
  sections?: SectionInput[];
  seo?: Seo | null;
}

export interface PageChange {
  title?: string;
  status?: PageStatus;
  parentId?: string | null;
  sections?: SectionInput[];
}

/** @throws invalid, forbidden, conflict `page.slug_taken` */
export async function createPage(ctx: ContentCtx, input: NewPage) {
  const { templateId = null, sections, status = 'draft' } = input;
  if (templateId !== null && sections !== undefined) {
    throw invalid([{ field: 'sections', message: 'Give either sections or a template.' }]);
  }
  requireMayPublish(ctx, status);
  const content = await contentOf(ctx, input);
  return transaction(ctx, async (tx) => {
    const row = await insertPage(tx, {
      ...input,
      ...content,
      status: status === 'published' ? 'draft' : status,
    });
    const created = recordCreated(tx, row);
    return presentPage(status === 'published' ? await publishRow(tx, row, created.id) : row);
  });
}

async function contentOf(ctx: ContentCtx, input: NewPage): Promise<Pick<FirstContent, 'sections' | 'seo'>> {
  const { slug, templateId = null, seo } = input;
  requireSeo(seo ?? {});
  const model = templateId === null ? null : await pageFromTemplate(ctx, templateId, slug);
  const sections = arrangeSections(model?.sections ?? input.sections ?? [], []);
  requireFits(sections, 'sections');
  const content = { sections, seo: seo ?? model?.seo ?? {} };
  await assertOwnAssets(ctx, fieldsOf(content.sections, content.seo));
  return content;
}

/** Which field names which assets. */
function fieldsOf(sections: readonly Section[], seo: Seo): { field: string; assetIds: string[] }[] {
  return [
    ...sections.map((section, index) => ({
      field: `sections.${index}.content`,
      assetIds: pageAssetIds({ sections: [section], seo: {} }),
    })),
    { field: 'seo.ogImageAssetId', assetIds: pageAssetIds({ sections: [], seo }) },
  ];
}

interface FirstContent {
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
  const { slug, title, status, parentId = null, templateId = null, sections, seo } = content;
  if (parentId !== null) await lockTree(tx);
  const { path } = await placeUnder(tx, slug, parentId);
  const origin = {
    live: null,
    template: templateId === null ? null : { templateId, customizations: [] },
    templateSections: templateId === null ? {} : templateSectionsOf(sections),
  };
  return pages.in(tx).insert({
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
  });
}

export function recordCreated(tx: Tx<ContentCtx>, row: PageRow): DomainEvent {
  const after = presentPage(row);
  return tx.record({
    type: 'page.created',
    resource: { type: 'page', id: row._id, version: row.revision },
    data: after,
    change: { before: null, after },
  });
}

/**
 * Absent fields stay as they are. Writing `status` is the same as the action: `published` publishes, anything
 * else takes a live page down.
 * @throws not_found, invalid, forbidden, conflict, precondition_failed
 */
export async function updatePage(ctx: ContentCtx, id: string, change: PageChange) {
  requireMayPublish(ctx, change.status);
  if (change.sections) {
    const fields = change.sections.map(({ content }, index) => ({
      field: `sections.${index}.content`,
      assetIds: pageAssetIds({
        sections: [{ id: '', sectionId: '', type: '', content, sortOrder: 0 }],
        seo: {},
      }),
    }));
    await assertOwnAssets(ctx, fields);
  }
  return transaction(ctx, async (tx) => {
    if (change.status !== undefined || change.parentId !== undefined) await lockTree(tx);
    const row = await existingPage(tx, id);
    requireMatch(tx, () => presentPage(row));
    return presentPage(await changeRow(tx, row, change));
  });
}

async function changeRow(tx: Tx<ContentCtx>, row: PageRow, change: PageChange): Promise<PageRow> {
  const { status, ...fields } = change;
  const becomesLive = status === 'published';
  const goesDown = status !== undefined && !becomesLive && row.publishedVersion !== null;
  ensure(!goesDown || mayPublish(tx), publishingIsForbidden);
  // A status that is no action is a field like the others.
  const plain = status === undefined || becomesLive || goesDown ? fields : change;
  const isActionOnly = (becomesLive || goesDown) && Object.keys(fields).length === 0;
  if (isActionOnly) return becomesLive ? publishRow(tx, row) : unpublishRow(tx, row, status);
  const { after, event } = await writeFields(tx, row, plain);
  if (becomesLive) return publishRow(tx, after, event.id);
  if (goesDown) return unpublishRow(tx, after, status, event.id);
  // Content waits for publishing, a move does not.
  if (after.path !== row.path && after.publishedVersion !== null) await releaseLivePages(tx, event.id);
  return after;
}

async function writeFields(tx: Tx<ContentCtx>, row: PageRow, change: PageChange) {
  const { title = row.title, status = row.status, parentId = row.parentId } = change;
  const sections = change.sections ? arrangeSections(change.sections, row.sections) : row.sections;
  requireFits(sections, 'sections');
  const moved = parentId === row.parentId ? {} : await moveUnder(tx, row, parentId);
  const content = { title, sections, seo: row.seo };
  const set: Partial<Page> = { title, status, sections, ...derivedFrom(content, row), ...moved };
  const after = await pages.in(tx).updateOne({ _id: row._id }, { $set: set });
  ensure(after, () => notFound('page'));
  const event = recordUpdated(tx, row, after);
  return { after, event };
}

function recordUpdated(tx: Tx<ContentCtx>, before: PageRow, after: PageRow): DomainEvent {
  const data = presentPage(after);
  return tx.record({
    type: 'page.updated',
    resource: { type: 'page', id: after._id, version: after.revision },
    data,
    change: { before: presentPage(before), after: data },
  });
}

function requireMayPublish(ctx: ContentCtx, status: PageStatus | undefined): void {
  ensure(status !== 'published' || mayPublish(ctx), publishingIsForbidden);
}

function publishingIsForbidden() {
  return forbidden('auth.forbidden', 'You may write pages, but not decide what is live.');
}
