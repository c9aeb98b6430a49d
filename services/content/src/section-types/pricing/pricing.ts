import { s } from '@siteninja/schema';
import { attributes, type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { columnsFor, renderButton, renderHead } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { action, headFields, items, line, paragraph, variant } from '../fields';
import { sectionType } from '../section-type';

const tier = s.object({
  name: line(80),
  price: line(40),
  period: s.optional(line(40)),
  text: s.optional(paragraph(300)),
  features: s.default(s.array(line(160), { max: 20 }), []),
  action: s.optional(action()),
  isHighlighted: s.default(s.boolean(), false),
});

const content = s.object({
  ...headFields(),
  items: items(tier, 6),
  note: s.optional(paragraph(400)),
  variant: s.describe(variant('cards', 'rows'), 'Cards side by side; or rows, with room for words.'),
});

type Tier = (typeof tier)['output'];

/** Packages side by side, some of them highlighted. */
export const pricing = sectionType({
  type: 'pricing',
  title: 'Pricing',
  description: 'Packages or memberships side by side; one can be highlighted as the usual choice.',
  content,
  background: 'alternating',
  example: {
    eyebrow: 'Prices',
    heading: 'Pick what fits',
    items: [
      {
        name: 'Single visit',
        price: '25',
        period: 'per class',
        features: ['Any class', 'No commitment'],
        isHighlighted: false,
      },
      {
        name: 'Monthly',
        price: '79',
        period: 'per month',
        text: 'Our most popular choice.',
        features: ['All classes', 'Free mat hire', 'Bring a friend once a month'],
        action: { label: 'Join now', href: '/contact' },
        isHighlighted: true,
      },
      {
        name: 'Yearly',
        price: '790',
        period: 'per year',
        features: ['Everything in Monthly', 'Two months free'],
        isHighlighted: false,
      },
    ],
    note: 'Prices include tax. Cancel any time.',
    variant: 'cards',
  },
  render(content, { heading }) {
    const columns = content.variant === 'cards' ? columnsFor(content.items.length) : 'pricing-rows';
    const className = `cards ${columns}`;
    return html`<div class="wrap">
      ${renderHead(content, { heading })}
      <ul${attributes({ class: className, role: 'list' })}>
        ${content.items.map(card)}
      </ul>
      ${content.note && html`<p class="pricing-note">${content.note}</p>`}
    </div>`;
  },
  styles: stylesheet('section-types/pricing/pricing.css'),
});

function card(item: Tier): Html {
  return html`<li class="card ${item.isHighlighted && 'pricing-highlight'}">
    <div>
      <h3>${item.name}</h3>
      <p class="pricing-price"><strong>${item.price}</strong>${item.period}</p>
      ${item.text && html`<p>${item.text}</p>`}
    </div>
    ${
      item.features.length > 0 &&
      html`<ul class="pricing-points" role="list">
        ${item.features.map((feature) => html`<li>${renderIcon('check')}<span>${feature}</span></li>`)}
      </ul>`
    }
    ${item.action && renderButton(item.action, item.isHighlighted ? 'primary' : 'secondary')}
  </li>`;
}
