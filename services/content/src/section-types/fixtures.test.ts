import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@siteninja/schema';
import { sampleSite } from '../rendering/sample-site-test-support';
import { sectionTypes } from '.';

const types = [...sectionTypes.values()];
const folderOf = (type: string) => join(__dirname, type);
const fixtureOf = (type: string, version: number) => join(folderOf(type), `${type}.v${version}.json`);
const versions = types.flatMap((sectionType) =>
  Array.from({ length: sectionType.version }, (_, index) => ({ sectionType, version: index + 1 })),
);

/** Content as a process of that version stored it: these files are added to, and never changed. */
function readFixture(type: string, version: number): Record<string, unknown> {
  return JSON.parse(readFileSync(fixtureOf(type, version), 'utf8'));
}

describe('content of every version that a section type ever had', () => {
  it.each(versions)('$sectionType.type, version $version: migrated, is valid', ({ sectionType, version }) => {
    const stored = readFixture(sectionType.type, version);
    const migrated = sectionType.migrate(stored, version);
    expect(parse(sectionType.content, migrated)).toHaveProperty('value');
    expect(readFixture(sectionType.type, version)).toEqual(stored);
  });

  it.each(versions)('$sectionType.type, version $version: migrated, is shown', ({ sectionType, version }) => {
    const stored = readFixture(sectionType.type, version);
    const context = { site: sampleSite(), heading: 'h2', isFirst: false } as const;
    const markup = sectionType.render(sectionType.migrate(stored, version), context)?.toString() ?? '';
    const { heading } = stored;
    expect(markup).toContain(typeof heading === 'string' ? heading : 'class="wrap');
  });

  it.each(types)('a fixture of the version after the newest of $type does not exist', ({ type, version }) => {
    expect(existsSync(fixtureOf(type, version + 1))).toBe(false);
  });
});

it('every folder of a section type is in the registry', () => {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const withType = folders
    .map(({ name }) => name)
    .filter((name) => existsSync(join(folderOf(name), `${name}.ts`)));
  expect(withType.filter((name) => name !== 'rich-text').sort()).toEqual([...sectionTypes.keys()].sort());
});
