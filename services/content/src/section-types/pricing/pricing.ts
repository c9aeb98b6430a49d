import { s } from '@siteninja/schema';
import { type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { columnsFor, renderButton, renderHead } from '../../markup/parts';
import { action, headFields, items, line, paragraph } from '../fields';
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

const content = s.object({ ...headFields(), items: items(tier, 6), note: s.optional(paragraph(400)) });

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
  },
  render(content, { heading }) {
    return html`<div class="wrap">
      ${renderHead(content, { heading })}
      <ul class="cards ${columnsFor(content.items.length)}" role="list">
        ${content.items.map(card)}
      </ul>
      ${content.note && html`<p class="pricing-note">${content.note}</p>`}
    </div>`;
  },
  styles: `
.pricing .card{display:flex;flex-direction:column;align-items:stretch}
.pricing .card>p{color:var(--muted)}
.pricing .card .pricing-price{margin:.5rem 0 .3rem;color:var(--muted)}
.pricing-price strong{font:700 2.6rem/1.1 var(--font-heading);color:var(--heading);letter-spacing:-.02em;margin-right:.35rem}
.pricing-highlight{border-color:var(--brand);box-shadow:0 0 0 1px var(--brand),var(--shadow)}
.pricing-points{list-style:none;margin:1.4rem 0 1.8rem;padding:0;display:grid;gap:.65rem}
.pricing-points li{display:flex;gap:.65rem;align-items:flex-start}
.pricing-points .icon{flex:none;color:var(--brand-text);width:1.2rem;height:1.5rem;stroke-width:2.4}
.pricing .button{margin-top:auto;align-self:stretch;text-align:center}
.pricing-note{margin-top:1.8rem;color:var(--muted);font-size:.95rem}`,
});

function card(item: Tier): Html {
  return html`<li class="card ${item.isHighlighted && 'pricing-highlight'}">
    <h3>${item.name}</h3>
    <p class="pricing-price"><strong>${item.price}</strong>${item.period}</p>
    ${item.text && html`<p>${item.text}</p>`}
    ${
      item.features.length > 0 &&
      html`<ul class="pricing-points" role="list">
        ${item.features.map((feature) => html`<li>${renderIcon('check')}<span>${feature}</span></li>`)}
      </ul>`
    }
    ${item.action && renderButton(item.action, item.isHighlighted ? 'primary' : 'secondary')}
  </li>`;
}
