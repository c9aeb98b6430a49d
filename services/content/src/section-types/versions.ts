import { sectionTypes } from '.';

/** A section as it was stored: those that are older than versions name none, and are of the first. */
interface StoredSection {
  readonly type: string;
  readonly schemaVersion?: number;
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * The section with its content in the newest form of its type. One of a type that is there no longer, or of a version
 * that only a newer process knows, stays as it is.
 */
export function inNewestForm<S extends StoredSection>(section: S): S & { schemaVersion: number } {
  const { type, schemaVersion = 1, content } = section;
  const known = sectionTypes.get(type);
  if (!known || known.version <= schemaVersion) return { ...section, schemaVersion };
  const migrated = known.migrate(content, schemaVersion);
  return { ...section, schemaVersion: known.version, content: { ...migrated } };
}

/** Why no new section of a type is accepted; undefined where one is. */
export function refusalOf(type: string): string | undefined {
  if (sectionTypes.get(type)?.isDeprecated !== true) return undefined;
  return `Sections of the type ${type} can no longer be added. Those that are there stay, and can be changed.`;
}

/** What a section is stored with whose content has passed the schema of its type. */
export function newestVersion(type: string): number {
  return sectionTypes.get(type)?.version ?? 1;
}
