import { hrefsIn, namedAssetIds, walkJson } from '@siteninja/core';
import { linkTarget } from '../markup/own-links';
import { type Section } from '../section-types/section-schemas';
import { checksumOf, sectionChecksum } from './checksum';
import { type PageRow } from './page.model';

/** The part of a page that publishing freezes. */
export type PageContent = Pick<PageRow, 'title' | 'sections' | 'seo'>;

/** The stored fields that are derived from a page's content. */
export function derivedFrom(
  content: PageContent,
  row: Pick<PageRow, 'live' | 'template' | 'templateSections'>,
) {
  const { template, live, templateSections } = row;
  return {
    // They may have been read in a newer form than they are stored in, and are written as the sections are.
    ...{ live, templateSections },
    sectionCount: content.sections.length,
    links: linksOf(content.sections),
    hasUnpublishedChanges: live !== null && live.checksum !== checksumOf(content),
    template: template && {
      templateId: template.templateId,
      customizations: customized(content.sections, row.templateSections),
    },
  };
}

/** Checksums of the sections as the template gave them, to tell later which of them differ. */
export function templateSectionsOf(sections: readonly Section[]): Record<string, string> {
  return Object.fromEntries(sections.map((section) => [section.id, sectionChecksum(section)]));
}

/** Sections that were changed, added or removed since. */
function customized(sections: readonly Section[], given: Record<string, string>): string[] {
  const changed = sections
    .filter((section) => given[section.id] !== sectionChecksum(section))
    .map(({ id }) => id);
  const present = new Set(sections.map(({ id }) => id));
  return [...changed, ...Object.keys(given).filter((id) => !present.has(id))];
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
