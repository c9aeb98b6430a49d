import { hrefsIn, walkJson } from '@siteninja/core';
import { parse, s } from '@siteninja/schema';
import { contentSchema, publicContent } from '../../section-types';
import { type Content, type RewriteBrief } from '../writer';
import { faultsOf } from './faults';
import { type Choices, isChosenField, modelSchema, NO_CHOICES, objectOf, withoutNulls } from './model-schema';
import { messagesFor } from './prompts';
import { type Read, type Task } from './task';

const INSTRUCTIONS =
  'change the texts in `content`, one section of a page, as `instruction` says, and give the whole section. What the instruction does not speak of stays as it is, character for character. Where the instruction asks for something else than other words, give the section unchanged.';

/** What only the tenant's own people see is not shown to the model, and stays. */
export function rewriteTask({ facts, type, content, instruction }: RewriteBrief): Task<Content> {
  const schema = contentSchema(type) ?? s.object({});
  const shown = publicContent(type, content);
  const hidden = Object.fromEntries(Object.entries(content).filter(([name]) => !(name in shown)));
  const choices = choicesIn(shown);
  const published = JSON.stringify(shown);
  const allowed = { choices, published, known: JSON.stringify([facts, shown, instruction]) };
  const read = (answer: unknown): Read<Content> => {
    const given = parse(s.object({ content: s.anyObject() }), withoutNulls(answer));
    if ('errors' in given) return { faults: given.errors.map(({ message }) => message) };
    const rewritten = { ...publicContent(type, given.value.content), ...hidden };
    const checked = parse(schema, rewritten, { at: 'content' });
    if ('errors' in checked) return { faults: checked.errors.map(({ message }) => message) };
    const faults = faultsOf(publicContent(type, checked.value), allowed);
    return faults.length > 0 ? { faults } : { value: checked.value };
  };
  return {
    name: 'section',
    messages: messagesFor(INSTRUCTIONS, facts, { instruction, type, content: shown }),
    schema: objectOf({ content: modelSchema(schema, choices) }),
    words: [instruction],
    field: 'instruction',
    read,
  };
}

/** Where the section leads and what it names now. */
function choicesIn(content: Content): Choices {
  const choices: Record<keyof Choices, Set<string>> = {
    ...{ href: new Set(), assetId: new Set(), locationId: new Set(), email: new Set(), notify: new Set() },
  };
  for (const { name, value } of walkJson(content)) {
    if (typeof value !== 'string') continue;
    if (isChosenField(name)) choices[name].add(value);
    else for (const href of hrefsIn(value)) choices.href.add(href);
  }
  const { href, assetId, locationId, email } = choices;
  return {
    ...NO_CHOICES,
    ...{ href: [...href], assetId: [...assetId], locationId: [...locationId], email: [...email] },
  };
}
