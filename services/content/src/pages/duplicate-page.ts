import { newId, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { type PageRow, pages } from '../sites/page.model';
import { assertRoomForPage } from '../sites/plan-limits';
import { lockTree } from '../sites/tree-lock';
import { insertPage, recordCreated } from './page';
import { presentPage } from '../sites/present-page';
import { existingPage } from './read-page';

const MAX_SLUG_LENGTH = 255;

/** A draft beside the page, with sections of its own. @throws not_found, precondition_failed, payment_required `plan.limit_reached` */
export function duplicatePage(ctx: ContentCtx, id: string) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    await assertRoomForPage(tx);
    const row = await existingPage(tx, id);
    requireMatch(tx, () => presentPage(row));
    const { title, seo, parentId, template } = row;
    const ids = new Map(row.sections.map((section) => [section.id, newId()]));
    const sections = row.sections.map((section) => ({ ...section, id: ids.get(section.id) ?? newId() }));
    const given = Object.entries(row.templateSections);
    const copy = await insertPage(tx, {
      ...{ title, seo, parentId, sections, status: 'draft' },
      slug: await freeSlug(tx, row),
      templateId: template?.templateId ?? null,
      // What the template gave under an id is what the copy has of it under its own.
      templateSections: Object.fromEntries(given.map(([from, sum]) => [ids.get(from) ?? from, sum])),
    });
    recordCreated(tx, copy);
    return presentPage(copy);
  });
}

/** `about-copy`, or when that is taken `about-copy-2`, and so on. */
async function freeSlug(ctx: ContentCtx, { slug, parentId }: PageRow): Promise<string> {
  const siblings = await pages.in(ctx).find({ parentId, deletedAt: null }, { select: { slug: 1 } });
  const taken = new Set(siblings.map((sibling) => sibling.slug));
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '-copy' : `-copy-${number}`;
    const candidate = slug.slice(0, MAX_SLUG_LENGTH - ending.length) + ending;
    if (!taken.has(candidate)) return candidate;
  }
}
