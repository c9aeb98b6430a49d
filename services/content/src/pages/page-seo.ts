import { isDeepStrictEqual } from 'node:util';
import { requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { assertOwnAssets } from '../assets/asset';
import { type ContentCtx } from '../context';
import { effectiveSeo } from '../seo/effective-seo';
import { requireSeo, type Seo } from '../seo/seo';
import { type PageRow, pages } from '../sites/page.model';
import { readySite } from '../sites/ready-site';
import { derivedFrom } from '../sites/page-content';
import { type SeoChange } from './seo.schema';
import { existingPage } from './read-page';

/** What search engines would be told of the draft. @throws not_found, unavailable for a tenant of a moment ago */
export async function getSeo(ctx: ContentCtx, pageId: string) {
  return presentSeo(ctx, await existingPage(ctx, pageId));
}

/** Is live once the page is published. @throws not_found, invalid, precondition_failed, unavailable */
export async function updateSeo(ctx: ContentCtx, pageId: string, change: SeoChange) {
  const own = withoutNull(change);
  requireSeo(own, '');
  const named = Object.entries(own).map(([field, value]) => ({ field, content: { [field]: value } }));
  await assertOwnAssets(ctx, named);
  return changeSeo(ctx, pageId, 'seo.updated', (before, row) => {
    // What is read has values that the page does not say for itself; given back, they stay what they are.
    const said = Object.entries(change).filter(
      ([name, value]) => !isDeepStrictEqual(value, Reflect.get(before, name)),
    );
    return withoutNull({ ...row.seo, ...Object.fromEntries(said) });
  });
}

/** Back to what follows from the page; the second time changes nothing. @throws not_found, precondition_failed */
export async function resetSeo(ctx: ContentCtx, pageId: string): Promise<void> {
  await changeSeo(ctx, pageId, 'seo.reset', () => ({}));
}

type SeoAnswer = Awaited<ReturnType<typeof presentSeo>>;

function changeSeo(
  ctx: ContentCtx,
  pageId: string,
  type: 'seo.updated' | 'seo.reset',
  change: (before: SeoAnswer, row: PageRow) => Seo,
): Promise<SeoAnswer> {
  return transaction(ctx, async (tx: Tx<ContentCtx>) => {
    const row = await existingPage(tx, pageId);
    const before = await presentSeo(tx, row);
    requireMatch(tx, () => before);
    const seo = change(before, row);
    if (isDeepStrictEqual(seo, row.seo)) return before;
    const updated = await pages.in(tx).update(pageId, { seo, ...derivedFrom({ ...row, seo }, row) });
    const after = await presentSeo(tx, updated);
    tx.record({
      type,
      resource: { type: 'seo', id: pageId, version: updated.revision },
      data: after,
      change: { before, after },
    });
    return after;
  });
}

async function presentSeo(ctx: ContentCtx, { _id: pageId, tenantId, path, title, sections, seo }: PageRow) {
  const { facts, origin } = await readySite(ctx);
  const tenant = { id: tenantId, ...facts };
  return { tenantId, pageId, ...effectiveSeo({ tenant, origin }, { path, title, sections, seo }) };
}

function withoutNull(fields: SeoChange): Seo {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
