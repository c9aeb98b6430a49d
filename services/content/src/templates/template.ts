import { ensure, invalid, notFound, type PaginationQuery, presenter } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { cleanContent } from '../section-types';
import { newestVersion } from '../section-types/versions';
import { type SectionInput } from '../section-types/section-schemas';
import { type Seo } from '../seo/seo';
import { starter, type TemplatePage, templateSeeds } from './seeds';
import { templates } from './template.model';
import { template, type TemplateFilters } from './template.schema';

const present = presenter(template);

/** The templates that are offered; the platform's own admins also see those that are not. */
export async function listTemplates(ctx: ContentCtx, query: PaginationQuery & TemplateFilters) {
  const { category, industry, isPremium } = query;
  const filter = {
    ...(ctx.caller.isSuperAdmin ? {} : { isActive: true }),
    ...(category === undefined ? {} : { category }),
    ...(industry === undefined ? {} : { industry }),
    ...(isPremium === undefined ? {} : { isPremium }),
  };
  const { rows, pagination } = await templates.in(ctx).paginate(filter, query);
  return { items: rows.map(present), pagination };
}

/** @throws not_found, also for one that is no longer offered */
export async function getTemplate(ctx: ContentCtx, id: string) {
  const row = await templates.in(ctx).findOne({ _id: id });
  ensure(row && (row.isActive || ctx.caller.isSuperAdmin), () => notFound('template'));
  return present(row);
}

/** What the tenant service needs, to judge a template and take its branding over. @throws not_found */
export async function getTemplateFacts(ctx: ContentCtx, id: string) {
  const row = await templates.in(ctx).get(id, {}, { select: { defaultSections: 0 } });
  const { _id, isActive, isPremium, defaultBranding } = row;
  return { id: _id, isActive, isPremium, defaultBranding };
}

/** The template's page with this slug, else its first. @throws invalid for a template that is not offered */
export async function pageFromTemplate(
  ctx: ContentCtx,
  templateId: string,
  slug: string,
): Promise<{ sections: SectionInput[]; seo: Seo; isPremium: boolean }> {
  const row = await templates.in(ctx).findOne({ _id: templateId, isActive: true });
  const page = row?.defaultSections.find((each) => each.slug === slug) ?? row?.defaultSections[0];
  ensure(row && page, () => invalid([{ field: 'templateId', message: 'There is no such template.' }]));
  return { sections: sectionsOf(page), seo: page.seo ?? {}, isPremium: row.isPremium };
}

/** The first pages of a tenant: all of its template, or plain ones where there is no such template. */
export async function firstPages(ctx: ContentCtx, templateId: string | null) {
  const row = templateId === null ? null : await templates.in(ctx).findOne({ _id: templateId });
  const source = row?.defaultSections ?? starter;
  return {
    templateId: row ? templateId : null,
    pages: source.map(({ slug, title, seo, ...page }) => ({ slug, title, seo, sections: sectionsOf(page) })),
  };
}

function sectionsOf({ sections }: Pick<TemplatePage, 'sections'>) {
  return sections.map(({ sectionId, type, content, sortOrder }) => ({
    sectionId,
    type,
    schemaVersion: newestVersion(type),
    content: cleanContent(type, content),
    sortOrder,
  }));
}

/** Adds the seeded templates that are missing by name; one that an admin has changed stays as it is. */
export async function seedTemplates(ctx: ContentCtx): Promise<void> {
  for (const { name, ...seed } of templateSeeds) {
    const defaultSections = seed.defaultSections.map((page) => ({ ...page, sections: sectionsOf(page) }));
    const known = await templates.in(ctx).findOne({ name }, { select: { name: 1 } });
    if (!known) await templates.in(ctx).upsert({ name }, { $setOnInsert: { ...seed, defaultSections } });
  }
}
