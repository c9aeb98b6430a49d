import { s } from '@siteninja/schema';
import { html } from '../../markup/html';
import { renderHead } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { headFields, items, line, richText } from '../fields';
import { renderRichText } from '../rich-text/rich-text';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  items: items(s.object({ question: line(300), answer: richText(3_000) }), 40),
});

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
  },
  render(content, { heading }) {
    return html`<div class="wrap faq-columns">
      ${renderHead(content, { heading })}
      <div class="faq-list">
        ${content.items.map(
          (item) =>
            html`<details>
              <summary>${item.question}</summary>
              <div class="prose">${renderRichText(item.answer, { under: 'h2' })}</div>
            </details>`,
        )}
      </div>
    </div>`;
  },
  styles: stylesheet('section-types/faq/faq.css'),
});
