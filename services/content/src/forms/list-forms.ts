import { MAX_PAGE_SIZE, type Pagination, paginationOf, tenantOf } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { wordsOf } from '../markup/words';
import { type FormField, readForm } from '../section-types/contact-form/form-fields';
import { pageVersions } from '../sites/page-version.model';
import { readLiveRelease } from '../sites/read-release';
import { type MadeRelease, type ReleaseEntry } from '../sites/release.model';
import { forms } from './form.model';

/** What a form asks for. */
interface Definition {
  pageId: string;
  heading: string;
  fields: readonly FormField[];
}

/** The forms that are live, in the order of the site, and behind them those that are not and were sent once. */
export async function listForms(ctx: ContentCtx, query: { page: number; limit: number }) {
  const release = await readLiveRelease(ctx);
  const liveIds = release?.entries.flatMap(({ formIds = [] }) => formIds) ?? [];
  const known = await forms.in(ctx).find({}, { sort: { _id: 1 }, select: { sectionId: 1 } });
  const isLive = new Set(liveIds);
  const ids = [...liveIds, ...known.map(({ sectionId }) => sectionId).filter((id) => !isLive.has(id))];
  const { shown, pagination } = sliceOf(ids, query);
  const rows = await forms.in(ctx).find({ sectionId: { $in: shown } });
  const bySection = new Map(rows.map((row) => [row.sectionId, row]));
  const live = release ? await readDefinitions(ctx, release, new Set(shown)) : new Map<string, Definition>();
  const items = shown.flatMap((id) => {
    const row = bySection.get(id);
    const definition = live.get(id) ?? row;
    if (!definition) return [];
    const { pageId, heading, fields } = definition;
    const { total = 0, unread = 0, spam = 0 } = row ?? {};
    const lastSubmittedAt = row?.lastSubmittedAt?.toISOString() ?? null;
    const facts = { id, tenantId: tenantOf(ctx), pageId, heading, fields: [...fields], isLive: live.has(id) };
    return [{ ...facts, total, unread, spam, lastSubmittedAt }];
  });
  return { items, pagination };
}

function sliceOf(
  ids: readonly string[],
  query: { page: number; limit: number },
): { shown: string[]; pagination: Pagination } {
  const { page } = query;
  const limit = Math.min(query.limit, MAX_PAGE_SIZE);
  const shown = ids.slice((page - 1) * limit, page * limit);
  return { shown, pagination: paginationOf({ page, limit }, ids.length) };
}

async function readDefinitions(
  ctx: ContentCtx,
  { entries, site }: MadeRelease,
  wanted: ReadonlySet<string>,
): Promise<Map<string, Definition>> {
  const holds = ({ formIds = [] }: ReleaseEntry): boolean => formIds.some((id) => wanted.has(id));
  const versions = entries.filter(holds).map(({ pageId, version: number }) => ({ pageId, number }));
  if (versions.length === 0) return new Map();
  const words = wordsOf(site.tenant);
  const rows = await pageVersions.in(ctx).find({ $or: versions }, { select: { pageId: 1, sections: 1 } });
  const found = rows.flatMap(({ pageId, sections }) =>
    sections.flatMap(({ id, content }): [string, Definition][] => {
      const form = wanted.has(id) ? readForm(content, words) : undefined;
      return form ? [[id, { pageId, heading: form.heading, fields: form.fields }]] : [];
    }),
  );
  return new Map(found);
}
