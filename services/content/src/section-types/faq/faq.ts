import { s } from '@siteninja/schema';
import { type Html, html } from '../../markup/html';
import { renderHead } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { headFields, items, line, richText, variant } from '../fields';
import { renderRichText } from '../rich-text/rich-text';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  items: items(s.object({ question: line(300), answer: richText(3_000) }), 40),
  variant: s.describe(variant('columns', 'open'), 'Unfolding beside the heading; or open, in two columns.'),
});

type Item = (typeof content)['output']['items'][number];

/** Questions and answers that unfold without a script. */
export const faq = sectionType({
  type: 'faq',
  title: 'Questions and answers',
  description: 'Frequent questions; each answer unfolds on a click and may hold simple markup.',
  content,
  background: 'alternating',
  example: {
    eyebrow: 'Good to know',
    heading: 'Questions we hear a lot',
    items: [
      {
        question: 'Do I need an appointment?',
        answer:
          '<p>No. Just come in; for groups of six or more, <a href="/contact" rel="noopener">let us know</a> a day ahead.</p>',
      },
      { question: 'Can I pay by card?', answer: '<p>Yes, every card and contactless.</p>' },
      {
        question: 'Is there parking?',
        answer: '<p>There are free spaces behind the building, two of them accessible.</p>',
      },
    ],
    variant: 'columns',
  },
  render(content, { heading }) {
    const isOpen = content.variant === 'open';
    return html`<div class="wrap ${!isOpen && 'faq-columns'}">
      ${renderHead(content, { heading })}
      <div class="${isOpen ? 'faq-open' : 'faq-list'}">${content.items.map(isOpen ? renderOpen : renderFolded)}</div>
    </div>`;
  },
  styles: stylesheet('section-types/faq/faq.css'),
});

function renderFolded({ question, answer }: Item): Html {
  return html`<details>
    <summary>${question}</summary>
    <div class="prose">${renderRichText(answer, { under: 'h2' })}</div>
  </details>`;
}

function renderOpen({ question, answer }: Item): Html {
  return html`<div>
    <h3>${question}</h3>
    <div class="prose">${renderRichText(answer, { under: 'h2' })}</div>
  </div>`;
}
