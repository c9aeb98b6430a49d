import { ensure, invalid } from '@siteninja/core';
import { type Fields, type ObjectSchema, parse } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { sectionTypes } from '../section-types';
import { readySite } from '../sites/ready-site';
import { type RewriteRequest } from './ai.schema';
import { type ContentChange, contentDiff } from './content-diff';
import { factsOf } from './facts';
import { namedPage } from './named-page';
import { CREDITS, propose } from './propose';
import { KNOWN_INSTRUCTIONS } from './rules/instruction';
import { rewriteByRules } from './rules/rewrite';

/**
 * Proposes other content for a section, valid for its type. Writes nothing. What cannot be followed, or changes
 * nothing, costs nothing; `message` then says so.
 * @throws invalid, unavailable, payment_required `ai.quota_exceeded`
 */
export async function rewriteSection(ctx: ContentCtx, { pageId, sectionId, instruction }: RewriteRequest) {
  const { sections } = await namedPage(ctx, pageId);
  const section = sections.find(({ id }) => id === sectionId);
  ensure(section, () => invalid([{ field: 'sectionId', message: `The page has no section ${sectionId}.` }]));
  const { type, content: before } = section;
  const facts = await factsOf(ctx, await readySite(ctx));
  const purpose = { kind: 'rewrite', pageId, max: CREDITS } as const;
  return propose<Rewritten>(ctx, purpose, (work) => {
    const rewritten = rewriteByRules({ type, content: before, instruction, facts });
    const content = rewritten && (validContent(type, rewritten) ?? before);
    const diff = contentDiff(before, content ?? before);
    if (content === null || diff.length === 0) {
      const message = content === null ? NOT_UNDERSTOOD : NOTHING_TO_CHANGE;
      return Promise.resolve({ content: before, diff, message });
    }
    work.cost = CREDITS;
    work.send('section', { type, content });
    return Promise.resolve({ content, diff, message: null });
  });
}

interface Rewritten {
  content: Record<string, unknown>;
  diff: ContentChange[];
  message: string | null;
}

const NOT_UNDERSTOOD = `The built-in rules cannot follow this instruction, so nothing is changed. They can: ${KNOWN_INSTRUCTIONS}.`;

const NOTHING_TO_CHANGE = 'Following the instruction changes nothing in this section.';

/** As it would be stored; null where the section would be refused. */
function validContent(type: string, content: unknown): Record<string, unknown> | null {
  const schema: ObjectSchema<Fields> | undefined = sectionTypes.get(type)?.content;
  const result = schema ? parse(schema, content) : null;
  return result && 'value' in result ? result.value : null;
}
