import { type Progress } from '@siteninja/core';
import { page } from '@siteninja/contracts';
import { parse, pick, s } from '@siteninja/schema';
import { JSONParser } from '@streamparser/json';
import { contentSchema, sectionTypes } from '../../section-types';
import { slugOf } from '../rules/compose-page';
import { type DraftedPage, type DraftedSection, type PageBrief } from '../writer';
import { type Allowed, faultsOf } from './faults';
import { type Choices, modelSchema, NO_CHOICES, objectOf, withoutNulls } from './model-schema';
import { messagesFor } from './prompts';
import { type Read, type Task } from './task';

/** Those that show what a business has not said (prices, customers, people) or need pictures are left to people. */
const DRAFTED_TYPES = ['hero', 'text', 'features', 'services', 'faq', 'cta', 'map', 'hours', 'contact-form'];
const MAX_SECTIONS = 12;
/** The anchor of the form. */
const CONTACT = 'contact';

const INSTRUCTIONS = `draft one page of the website, of the kind that \`pageType\` names, from the wishes in \`prompt\` and the data of the business. Begin with a hero. Three to seven sections. End with a contact-form, to which \`#${CONTACT}\` leads. Sections of the types map and hours show the address and opening hours by themselves: give them a heading and nothing else.`;

/** Sends each section as soon as it has come and is valid; a second attempt begins anew. */
export function pageTask(
  { facts, pageType, prompt, tone, paths }: PageBrief,
  send: Progress['send'],
): Task<DraftedPage> {
  const choices = { ...NO_CHOICES, href: [...new Set([...paths, `#${CONTACT}`])] };
  const allowed = { choices, published: '', known: JSON.stringify([facts, prompt]) };
  return {
    name: 'page',
    messages: messagesFor(INSTRUCTIONS, facts, { pageType, prompt, tone }),
    schema: pageSchema(choices),
    words: [pageType, prompt, tone].filter((words) => words !== undefined),
    field: 'prompt',
    read: (answer) => readPage(answer, allowed, slugOf(pageType)),
    follow: (attempt) => {
      if (attempt > 1) send('progress', { step: 'restarted' });
      return sectionsAsTheyCome(allowed, send);
    },
  };
}

function pageSchema(choices: Choices) {
  const sections = DRAFTED_TYPES.flatMap((type) => {
    const content = contentSchema(type);
    if (!content) return [];
    return objectOf({ type: { type: 'string', enum: [type] }, content: modelSchema(content, choices) });
  });
  return objectOf({
    title: modelSchema(page.fields.title, choices),
    sections: { type: 'array', items: { anyOf: sections } },
  });
}

const draft = s.object({
  ...pick(page, 'title').fields,
  sections: s.array(s.unknown(), { min: 1, max: MAX_SECTIONS }),
});

function readPage(answer: unknown, allowed: Allowed, slug: string): Read<DraftedPage> {
  const result = parse(draft, answer);
  if ('errors' in result) return { faults: result.errors.map(({ message }) => message) };
  const { title } = result.value;
  const faults = faultsOf(title, allowed);
  const placed = new Placing();
  const sections: DraftedSection[] = [];
  for (const [index, section] of result.value.sections.entries()) {
    const read = readSection(section, allowed, placed);
    if ('value' in read) sections.push(read.value);
    else faults.push(...read.faults.map((fault) => `sections.${index}: ${fault}`));
  }
  const hasForm = sections.some(({ sectionId }) => sectionId === CONTACT);
  if (!hasForm && JSON.stringify(sections).includes(`"#${CONTACT}`)) {
    faults.push('a link leads to the contact-form, and there is none');
  }
  return faults.length > 0 ? { faults } : { value: { title, slug, sections } };
}

/** Gives each section of a page an anchor of its own. */
class Placing {
  readonly #taken = new Set<string>();

  sectionIdOf(type: string): string {
    const name = type === 'contact-form' ? CONTACT : type;
    let sectionId = name;
    for (let number = 2; this.#taken.has(sectionId); number += 1) sectionId = `${name}-${number}`;
    this.#taken.add(sectionId);
    return sectionId;
  }
}

const typed = s.object({ type: s.enum(...DRAFTED_TYPES), content: s.unknown() });

function readSection(section: unknown, allowed: Allowed, placing: Placing): Read<DraftedSection> {
  const known = parse(typed, section);
  if ('errors' in known) return { faults: known.errors.map(({ message }) => message) };
  const { type, content } = known.value;
  const schema = contentSchema(type);
  if (!schema || sectionTypes.get(type)?.isDeprecated) return { faults: [`there is no type ${type}`] };
  const checked = parse(schema, withoutNulls(content), { at: 'content' });
  if ('errors' in checked) return { faults: checked.errors.map(({ message }) => message) };
  const faults = faultsOf(checked.value, allowed);
  if (faults.length > 0) return { faults };
  return { value: { sectionId: placing.sectionIdOf(type), type, content: checked.value } };
}

/** Stops at the first section that is not valid: the whole is then asked for once more. */
function sectionsAsTheyCome(allowed: Allowed, send: Progress['send']): (text: string) => void {
  const parser = new JSONParser({ paths: ['$.sections.*'], keepStack: false });
  const placing = new Placing();
  let isOver = false;
  const stop = (): void => {
    isOver = true;
  };
  parser.onError = stop;
  parser.onValue = ({ value }) => {
    const read = isOver ? undefined : readSection(value, allowed, placing);
    if (read && 'value' in read) send('section', read.value);
    else stop();
  };
  return (text) => {
    if (!isOver) parser.write(text);
  };
}
