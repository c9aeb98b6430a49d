import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import { type Section } from '../section-types/section-schemas';
import { type Seo } from '../seo/seo';

/**
 * Equal content, equal checksum, whatever the order of keys, however the sections are numbered, and whether or not
 * they were stored with the version of their type.
 */
export function checksumOf(content: { title: string; sections: readonly Section[]; seo: Seo }): string {
  const { title, seo } = content;
  const sections = content.sections.map(
    ({ sortOrder: _sortOrder, schemaVersion: _schemaVersion, ...section }) => section,
  );
  return contentHashOf({ title, sections, seo });
}

/** Of what a section says, wherever it stands and whatever its id. */
export function sectionChecksum({ sectionId, type, content }: Section): string {
  return contentHashOf({ sectionId, type, content });
}

/** The same for the same content, whatever the order of its keys. */
export function contentHashOf(value: unknown): string {
  return createHash('sha256')
    .update(stringify(value) ?? '')
    .digest('base64url');
}
