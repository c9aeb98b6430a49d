import { seoFields } from '@siteninja/contracts';
import { parse, pick, s } from '@siteninja/schema';
import { publicContent } from '../../section-types';
import { type SeoBrief, type SeoSuggestion } from '../writer';
import { faultsOf } from './faults';
import { modelSchema, NO_CHOICES } from './model-schema';
import { messagesFor } from './prompts';
import { type Task } from './task';

const MAX_KEYWORDS = 10;

const INSTRUCTIONS = `suggest what search engines are told of the page in the data: a title of at most 70 characters, a description of at most 160 characters in one or two sentences, and at most ${MAX_KEYWORDS} keywords.`;

const suggestion = s.object({
  ...pick(seoFields, 'metaTitle', 'metaDescription').fields,
  keywords: s.array(s.string({ max: 100 }), { max: MAX_KEYWORDS }),
});

export function seoTask({ facts, page }: SeoBrief): Task<SeoSuggestion> {
  const { path, title } = page;
  const sections = page.sections.map(({ type, content }) => ({
    type,
    content: publicContent(type, content),
  }));
  const data = { path, title, sections };
  const allowed = {
    ...{ choices: NO_CHOICES, published: '' },
    known: JSON.stringify([facts, data]),
  };
  return {
    name: 'seo',
    messages: messagesFor(INSTRUCTIONS, facts, { page: data }),
    schema: modelSchema(suggestion, NO_CHOICES),
    words: [],
    field: 'pageId',
    read: (answer) => {
      const checked = parse(suggestion, answer);
      if ('errors' in checked) return { faults: checked.errors.map(({ message }) => message) };
      const faults = faultsOf(checked.value, allowed);
      return faults.length > 0 ? { faults } : { value: checked.value };
    },
  };
}
