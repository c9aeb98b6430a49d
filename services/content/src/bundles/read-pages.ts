import { ensure, invalid, isObject, newId } from '@siteninja/core';
import { parse, s } from '@siteninja/schema';
import { pathUnder } from '../pages/page-tree';
import { requireFits, sectionsOfTemplate } from '../pages/section-list';
import { inNewestForm } from '../section-types/versions';
import { requireSeo } from '../seo/seo';
import { type Findings, type Place } from './findings';
import { type CheckedPage, type PageInput, pageInput } from './import.schema';
import { type ReceivedEntry } from './read-archive';
import { readLines } from './read-lines';
import { type Spool } from './spool';

const MAX_PAGES = 10_000;

/** Where a page of a bundle will lie, by the ids that pages get. */
export interface PagePlace {
  id: string;
  parentId: string | null;
  path: string;
}

interface Known {
  id: string;
  slug: string;
  /** As the bundle calls it. */
  formerParentId: string | null;
  place: Place;
}

/**
 * Checks the pages of a bundle by the rules that pages have, and spools them.
 * @returns where they will lie, by the ids that the bundle calls them
 * @throws invalid, naming each line that is wrong
 */
export async function readPages(
  entry: ReceivedEntry,
  spool: Spool,
  findings: Findings,
): Promise<Map<string, PagePlace>> {
  const known = new Map<string, Known>();
  await readLines(entry, findings, {
    schema: pageInput,
    max: MAX_PAGES,
    prepare: withNewestForms,
    take: async (input, place) => {
      ensure(!known.has(input.id), () => invalid([{ field: 'id', message: 'Another page has this id.' }]));
      const { id: formerId, parentId: formerParentId, slug } = input;
      const page = checked(input, place.line);
      known.set(formerId, { id: newId(), slug, formerParentId, place });
      await spool.write([page]);
    },
  });
  const places = arranged(known, findings);
  findings.assertNone();
  return places;
}

const stored = s.looseObject({
  type: s.string(),
  schemaVersion: s.optional(s.integer()),
  content: s.anyObject(),
});

/** Sections may have been exported before their types changed. */
function withNewestForms(line: unknown): unknown {
  if (!isObject(line) || !Array.isArray(line.sections)) return line;
  return { ...line, sections: line.sections.map(newestForm) };
}

/** What cannot be brought into its newest form is left for the schema, which says why. */
function newestForm(section: unknown): unknown {
  const read = parse(stored, section, { isOwn: true });
  if ('errors' in read || !isObject(section)) return section;
  try {
    return { ...section, ...inNewestForm(read.value) };
  } catch {
    return section;
  }
}

/** @throws invalid */
function checked({ id, slug, title, seo, sections: given }: PageInput, line: number): CheckedPage {
  requireSeo(seo);
  // The order of the list decides, and the ids are new ones.
  const sections = sectionsOfTemplate(given.map(({ id: _id, ...section }) => section));
  requireFits(sections, 'sections');
  const named = sections.map((section, index) => ({ ...section, formerId: given[index]?.id ?? '' }));
  return { formerId: id, line, slug, title, seo, sections: named };
}

function arranged(known: ReadonlyMap<string, Known>, findings: Findings): Map<string, PagePlace> {
  const places = new Map<string, PagePlace>();
  const paths = new Set<string>();
  for (const [formerId, { id, formerParentId, place }] of known) {
    try {
      const path = pathOf(known, formerId);
      ensure(!paths.has(path), () =>
        invalid([{ field: 'slug', message: `Another page has this slug under the same parent.` }]),
      );
      paths.add(path);
      const parent = formerParentId === null ? undefined : known.get(formerParentId);
      places.set(formerId, { id, parentId: parent?.id ?? null, path });
    } catch (error) {
      findings.caught(place, error);
    }
  }
  const entry = 'pages.ndjson';
  if (!paths.has('/')) findings.error({ entry, line: 1 }, '', 'The bundle has no home page.');
  return places;
}

/** @throws invalid for a page under none, or where none may lie; ends for one that lies under itself, as it is too deep */
function pathOf(known: ReadonlyMap<string, Known>, formerId: string): string {
  const line: Known[] = [];
  for (let at: string | null = formerId; at !== null;) {
    const page: Known | undefined = known.get(at);
    ensure(page, () => invalid([{ field: 'parentId', message: 'The bundle has no such page.' }]));
    ensure(line.length < MAX_STEPS, () =>
      invalid([{ field: 'parentId', message: 'It lies too deep, or under itself.' }]),
    );
    line.unshift(page);
    at = page.formerParentId;
  }
  let parent: { slug: string; parentId: string | null; path: string } | null = null;
  for (const { slug, formerParentId: parentId } of line) {
    parent = { slug, parentId, path: pathUnder(slug, parent) };
  }
  return parent?.path ?? '';
}

/** More than pages are deep, which is told by their paths. */
const MAX_STEPS = 20;
