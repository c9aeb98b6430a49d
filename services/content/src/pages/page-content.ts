import { createHash } from 'node:crypto';
import { hrefsIn, namedAssetIds, walkJson } from '@siteninja/core';
import { linkTarget } from '../markup/own-links';
import { stringify } from 'safe-stable-stringify';
import { type Section } from '../section-types/section-schemas';
import { type PageRow } from '../sites/page.model';

/** The part of a page that publishing freezes. */
export type PageContent = Pick<PageRow, 'title' | 'sections' | 'seo'>;

/** The stored fields that are derived from a page's content. */
export function derivedFrom(
  content: PageContent,
  row: Pick<PageRow, 'live' | 'template' | 'templateSections'>,
) {
  const { template, live } = row;
  return {
    sectionCount: content.sections.length,
    links: linksOf(content.sections),
    hasUnpublishedChanges: live !== null && live.checksum !== checksumOf(content),
    template: template && {
      templateId: template.templateId,
      customizations: customized(content.sections, row.templateSections),
    },
  };
}

/** Equal content, equal checksum, whatever the order of keys and however the sections are numbered. */
export function checksumOf({ title, sections, seo }: PageContent): string {
  return sha256({ title, sections: sections.map(({ sortOrder: _sortOrder, ...section }) => section), seo });
}

/** Checksums of the sections as the template gave them, to tell later which of them differ. */
export function templateSectionsOf(sections: readonly Section[]): Record<string, string> {
  return Object.fromEntries(sections.map((section) => [section.id, partOf(section)]));
}

/** Sections that were changed, added or removed since. */
function customized(sections: readonly Section[], given: Record<string, string>): string[] {
  const changed = sections.filter((section) => given[section.id] !== partOf(section)).map(({ id }) => id);
  const present = new Set(sections.map(({ id }) => id));
  return [...changed, ...Object.keys(given).filter((id) => !present.has(id))];
}

function partOf({ sectionId, type, content }: Section): string {
  return sha256({ sectionId, type, content });
}

/** Every asset that the page shows or links to. */
export function pageAssetIds({
  tenantId,
  sections,
  seo,
}: Pick<PageRow, 'tenantId' | 'sections' | 'seo'>): string[] {
  return namedAssetIds([...sections.map(({ content }) => content), seo], tenantId);
}

/** What the sections lead to on the web, as links or inside rich text, see `linkTarget`. */
export function linksOf(sections: readonly Section[]): string[] {
  const found = new Set<string>();
  for (const { name, value } of walkJson(sections.map(({ content }) => content))) {
    if (typeof value !== 'string') continue;
    const hrefs = name === 'href' ? [value] : hrefsIn(value);
    for (const target of hrefs.map(linkTarget)) if (target !== undefined) found.add(target);
  }
  return [...found].sort();
}

function sha256(value: unknown): string {
  return createHash('sha256')
    .update(stringify(value) ?? '')
    .digest('base64url');
}
