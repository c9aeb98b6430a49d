import { MAX_SORT_ORDER } from '@siteninja/contracts';
import { invalid, newId } from '@siteninja/core';
import { newestVersion, refusalOf } from '../section-types/versions';
import { type Section, type SectionInput } from '../section-types/section-schemas';

const MAX_CONTENT_BYTES = 256 * 1024;
/** All contents of a page together: an event carries a page three times, and must fit into one message. */
const MAX_PAGE_CONTENT_BYTES = 2 * 1024 * 1024;
export const MAX_SECTIONS = 200;

interface FieldError {
  field: string;
  message: string;
}

/**
 * The sections of a page from what a client gave for all of them. An element with a known `id`, or else with a
 * known `sectionId`, stays the section that it was; every other one is new. The list decides the order.
 * @throws invalid, naming each element that is wrong
 */
export function arrangeSections(given: readonly SectionInput[], before: readonly Section[]): Section[] {
  const errors = given.flatMap((section, index) => [
    ...errorsOf(section, given, before, index),
    ...refusalsOf(section, given, before, index),
  ]);
  return arrange(given, before, errors);
}

/** The first sections of a page made from a template, which may have types that are offered no more. @throws invalid */
export function sectionsOfTemplate(given: readonly SectionInput[]): Section[] {
  return arrange(
    given,
    [],
    given.flatMap((section, index) => errorsOf(section, given, [], index)),
  );
}

function arrange(
  given: readonly SectionInput[],
  before: readonly Section[],
  errors: FieldError[],
): Section[] {
  if (errors.length > 0) throw invalid(errors);
  const named = new Set(given.flatMap(({ sectionId }) => sectionId ?? []));
  const claimed = new Set(given.flatMap(({ id }) => id ?? []));
  const kept = given.map((section) => keptBy(section, before, claimed));
  // An element without a name keeps the name of its section, unless another element has it.
  const names = given.map(({ sectionId }, index) => {
    const own = kept[index]?.sectionId;
    return sectionId ?? (own !== undefined && !named.has(own) ? own : undefined);
  });
  const taken = new Set(names.flatMap((name) => name ?? []));
  const sections = given.map(({ type, content, sortOrder }, index) => {
    const sectionId = names[index] ?? proposeName(type, taken);
    taken.add(sectionId);
    const schemaVersion = newestVersion(type);
    return { id: kept[index]?.id ?? newId(), sectionId, type, schemaVersion, content, sortOrder };
  });
  return numbered(sections);
}

function keptBy(
  { id, sectionId }: SectionInput,
  before: readonly Section[],
  claimed: ReadonlySet<string>,
): Section | undefined {
  if (id !== undefined) return before.find((section) => section.id === id);
  // A section that another element names by its `id` is not kept by its name too.
  return before.find((section) => section.sectionId === sectionId && !claimed.has(section.id));
}

function refusalsOf(
  section: SectionInput,
  all: readonly SectionInput[],
  before: readonly Section[],
  index: number,
): FieldError[] {
  const message = refusalOf(section.type);
  if (message === undefined) return [];
  const claimed = new Set(all.flatMap(({ id }) => id ?? []));
  const isNew = keptBy(section, before, claimed)?.type !== section.type;
  return isNew ? [{ field: `sections.${index}.type`, message }] : [];
}

function errorsOf(
  section: SectionInput,
  all: readonly SectionInput[],
  before: readonly Section[],
  index: number,
): FieldError[] {
  const { id, sectionId } = section;
  const errors: FieldError[] = [];
  const wrong = (field: string, message: string): void => {
    errors.push({ field: `sections.${index}.${field}`, message });
  };
  const earlier = all.slice(0, index);
  if (id !== undefined && !before.some((known) => known.id === id))
    wrong('id', 'This page has no such section.');
  if (id !== undefined && earlier.some((other) => other.id === id)) wrong('id', 'It is there twice.');
  if (sectionId !== undefined && earlier.some((other) => other.sectionId === sectionId))
    wrong('sectionId', 'It is there twice.');
  if (bytesOf(section.content) > MAX_CONTENT_BYTES)
    wrong('content', `It has more than ${MAX_CONTENT_BYTES / 1024} KB.`);
  return errors;
}

/** `hero`, or when that is taken `hero-2`, and so on. */
export function proposeName(wanted: string, taken: ReadonlySet<string>): string {
  const base = wanted.slice(0, 90);
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

type Unnumbered = Omit<Section, 'sortOrder'> & { sortOrder: number | undefined };

/**
 * Gives every section a greater `sortOrder` than the one before it. What is greater already stays; where that would
 * pass the greatest number that a request may name, all are numbered from 0.
 */
export function numbered(sections: readonly Unnumbered[]): Section[] {
  let last = -1;
  const kept = sections.map((section) => {
    last = Math.max(section.sortOrder ?? 0, last + 1);
    return { ...section, sortOrder: last };
  });
  return last <= MAX_SORT_ORDER ? kept : sections.map((section, sortOrder) => ({ ...section, sortOrder }));
}

/** By the `sortOrder` that they were given; equal ones stay in their order. */
export function inOrder(sections: readonly Section[]): Section[] {
  return numbered([...sections].sort((first, second) => first.sortOrder - second.sortOrder));
}

/** Puts a section directly after another, and moves the following on as far as needed. */
export function insertAfter(
  sections: readonly Section[],
  afterId: string,
  section: Omit<Section, 'sortOrder'>,
): Section[] {
  const at = sections.findIndex(({ id }) => id === afterId) + 1;
  const inserted = { ...section, sortOrder: undefined };
  return numbered([...sections.slice(0, at), inserted, ...sections.slice(at)]);
}

/** @throws invalid where one section or all of them are too large, or too many */
export function requireFits(sections: readonly Section[], field: string): void {
  const sizes = sections.map(({ content }) => bytesOf(content));
  if (sizes.some((size) => size > MAX_CONTENT_BYTES)) {
    throw invalid([{ field, message: `A section has more than ${MAX_CONTENT_BYTES / 1024} KB.` }]);
  }
  if (sizes.reduce((sum, size) => sum + size, 0) > MAX_PAGE_CONTENT_BYTES) {
    throw invalid([{ field, message: 'All sections of the page together have more than 2 MB.' }]);
  }
  if (sections.length > MAX_SECTIONS) {
    throw invalid([{ field, message: `A page has at most ${MAX_SECTIONS} sections.` }]);
  }
}

function bytesOf(content: Record<string, unknown>): number {
  return Buffer.byteLength(JSON.stringify(content));
}
