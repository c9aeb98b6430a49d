import { s } from '@siteninja/schema';
import { html } from '../../markup/html';
import { renderHead } from '../../markup/parts';
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
  styles: `
.faq-list{border-top:1px solid var(--line)}
.faq details{border-bottom:1px solid var(--line)}
.faq summary{display:flex;justify-content:space-between;gap:1.5rem;align-items:center;padding:1.25rem .25rem;cursor:pointer;list-style:none;font-weight:650;font-size:1.08rem;color:var(--heading)}
.faq summary::-webkit-details-marker{display:none}
.faq summary::after{content:"";flex:none;width:.6rem;height:.6rem;margin-right:.4rem;border:solid var(--brand-text);border-width:0 2px 2px 0;transform:translateY(-25%) rotate(45deg)}
.faq details[open] summary::after{transform:translateY(25%) rotate(-135deg)}
.faq summary:hover{color:var(--brand-text)}
.faq details .prose{padding:0 2.5rem 1.5rem .25rem}
@media(min-width:60rem){.faq-columns{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,7fr);gap:4rem}}
@media(prefers-reduced-motion:no-preference){.faq summary::after{transition:transform .2s}}`,
});
