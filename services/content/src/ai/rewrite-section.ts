import { ensure, invalid } from '@siteninja/core';
import { parse } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { contentSchema } from '../section-types';
import { readySite } from '../sites/ready-site';
import { type RewriteRequest } from './ai.schema';
import { type ContentChange, contentDiff } from './content-diff';
import { namedPage } from './named-page';
import { propose } from './propose';
import { factsOf } from './read-facts';
import { type Content } from './writer';

/**
 * Proposes other content for a section, valid for its type. Writes nothing. What cannot be followed, or changes
 * nothing, costs nothing; `message` then says so.
 * @throws invalid, unavailable, payment_required `ai.quota_exceeded`, invalid `ai.refused`
 */
export async function rewriteSection(ctx: ContentCtx, { pageId, sectionId, instruction }: RewriteRequest) {
  const { sections } = await namedPage(ctx, pageId);
  const section = sections.find(({ id }) => id === sectionId);
  ensure(section, () => invalid([{ field: 'sectionId', message: `The page has no section ${sectionId}.` }]));
  const { type, content: before } = section;
  const facts = await factsOf(ctx, await readySite(ctx));
  return propose<Rewritten>(ctx, { kind: 'rewrite', pageId, prompt: instruction }, async (writer, work) => {
    const answer = await writer.rewriteSection({ facts, type, content: before, instruction }, work);
    const content = 'content' in answer ? (validContent(type, answer.content) ?? before) : before;
    const diff = contentDiff(before, content);
    if (diff.length === 0) {
      work.cost = 0;
      const message = 'notFollowed' in answer ? answer.notFollowed : NOTHING_TO_CHANGE;
      return { content: before, diff, message };
    }
    work.send('section', { type, content });
    return { content, diff, message: null };
  });
}

interface Rewritten {
  content: Content;
  diff: ContentChange[];
  message: string | null;
}

const NOTHING_TO_CHANGE = 'Following the instruction changes nothing in this section.';

/** As it would be stored; null where the section would be refused. */
function validContent(type: string, content: unknown): Content | null {
  const schema = contentSchema(type);
  const result = schema && parse(schema, content);
  return result && 'value' in result ? result.value : null;
}
