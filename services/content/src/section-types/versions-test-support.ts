import { s } from '@siteninja/schema';
import { html } from '../markup/html';
import { sectionType, type SectionType } from './section-type';

/** For tests: a type whose content has changed twice. Version 1 had a `title`, version 2 a `heading`. */
const notice: SectionType = sectionType({
  type: 'notice',
  title: 'Notice',
  description: 'Something to read.',
  content: s.object({ headings: s.array(s.string(), { min: 1 }) }),
  migrations: [
    ({ title, ...rest }) => ({ ...rest, heading: title }),
    ({ heading, ...rest }) => ({ ...rest, headings: [heading] }),
  ],
  background: 'alternating',
  example: { headings: ['Closed'] },
  styles: '',
  render: ({ headings }) => html`<p>Notice: ${headings.join(' and ')}</p>`,
});

/** For tests: a type of which there are no new sections any more. */
const guestbook: SectionType = sectionType({
  type: 'guestbook',
  title: 'Guest book',
  description: 'What one had in 1998.',
  content: s.object({ heading: s.string() }),
  isDeprecated: true,
  background: 'alternating',
  example: { heading: 'Guests' },
  styles: '',
  render: ({ heading }) => html`<p>Guest book: ${heading}</p>`,
});

export const testTypes: readonly SectionType[] = [notice, guestbook];
