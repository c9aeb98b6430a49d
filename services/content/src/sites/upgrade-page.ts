import { inNewestForm } from '../section-types/versions';
import { type Section } from '../section-types/section-schemas';
import { type Seo } from '../seo/seo';
import { checksumOf, sectionChecksum } from './checksum';

/** What a draft is read with, as far as it is read. */
interface DraftFields {
  title?: string;
  sections?: Section[];
  seo?: Seo;
  live?: { checksum: string } | null;
  hasUnpublishedChanges?: boolean;
  templateSections?: Record<string, string>;
}

/**
 * Puts the sections of a draft into the newest form of their types. That changes nothing that the page says: a draft
 * that was as it is live, or a section as its template gave it, is so in the new form too.
 */
export function upgradeDraft(row: DraftFields): void {
  if (!row.sections) return;
  const { sections: before, title, seo, live } = row;
  const sections = before.map(inNewestForm);
  row.sections = sections;
  const { templateSections: given } = row;
  if (given) row.templateSections = { ...given, ...sameAsGiven(before, sections, given) };
  if (title === undefined || !seo || !live || row.hasUnpublishedChanges !== false) return;
  row.live = { ...live, checksum: checksumOf({ title, sections, seo }) };
}

/** The checksums, in the new form, of the sections that are still what the template gave. */
function sameAsGiven(
  before: readonly Section[],
  after: readonly Section[],
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const same = after.filter((section, index) => {
    const stored = before[index];
    return stored?.content !== section.content && stored && given[section.id] === sectionChecksum(stored);
  });
  return Object.fromEntries(same.map((section) => [section.id, sectionChecksum(section)]));
}
