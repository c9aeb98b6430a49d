import { s } from '@siteninja/schema';
import { type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { columnsFor, renderHead, renderMore } from '../../markup/parts';
import { renderPicture } from '../../markup/picture';
import { type RenderedSite } from '../../markup/site';
import { type Words, wordsOf } from '../../markup/words';
import { headFields, icon, items, line, link, paragraph, picture } from '../fields';
import { sectionType } from '../section-type';

const service = s.object({
  icon: s.optional(icon()),
  title: line(),
  text: s.optional(paragraph()),
  price: s.optional(line(60)),
  href: s.optional(link()),
  linkLabel: s.optional(line(60)),
  picture: s.optional(picture()),
});

const content = s.object({
  ...headFields(),
  layout: s.default(s.enum('cards', 'list'), 'cards'),
  items: items(service, 60),
});

type Service = (typeof service)['output'];

/** The business's services: cards, or a list with prices for a menu or a price list. */
export const services = sectionType({
  type: 'services',
  title: 'Services',
  description: 'What you offer, as cards with icon, text, price and link; or as a list, such as a menu.',
  content,
  background: 'alternating',
  example: {
    eyebrow: 'What we do',
    heading: 'Everything for a garden you love',
    text: 'From a first plan to a weekly visit.',
    layout: 'cards',
    items: [
      {
        icon: 'leaf',
        title: 'Planting',
        text: 'Beds and borders that look good in every season.',
        price: 'from 280',
      },
      { icon: 'scissors', title: 'Pruning', text: 'Trees and hedges in shape, the cuttings taken away.' },
      {
        icon: 'droplet',
        title: 'Watering',
        text: 'Systems that give each plant what it needs.',
        href: '/contact',
        linkLabel: 'Ask us',
      },
    ],
  },
  render(content, { site, heading }) {
    const isList = content.layout === 'list';
    return html`<div class="wrap ${isList && 'services-columns'}">
      ${renderHead(content, { heading })}
      <ul class="${isList ? 'services-list' : `cards ${columnsFor(content.items.length)}`}" role="list">
        ${content.items.map((item) => (isList ? row(item, site) : card(item, site)))}
      </ul>
    </div>`;
  },
  styles: `
.services .card{display:flex;flex-direction:column;align-items:flex-start}
.services .card picture{align-self:stretch;margin:-1.9rem -1.9rem 1.5rem}
.services .card picture img{width:100%;aspect-ratio:3/2;object-fit:cover;border-radius:var(--radius) var(--radius) 0 0}
.services .card .chip{margin-bottom:1.3rem}
.services .card p{color:var(--muted);margin-top:.5rem}
.services .price{color:var(--brand-text);font-weight:700}
.services .card .price{margin-top:1rem;color:var(--brand-text)}
.services .card .more{margin-top:auto;padding-top:1.2rem}
.services-list{list-style:none;margin:0;padding:0;display:grid;gap:1.9rem}
.services-row{display:flex;align-items:baseline;gap:.8rem}
.services-priced::after{content:"";order:1;flex:1;border-bottom:2px dotted var(--line);min-width:1rem}
.services-row .price{order:2;white-space:nowrap}
.services-list p{color:var(--muted);margin-top:.25rem;max-width:36em}
@media(min-width:60rem){.services-columns{display:grid;grid-template-columns:minmax(0,4fr) minmax(0,8fr);gap:4rem}}`,
});

function more(item: Service, words: Words): Html | undefined {
  if (item.href === undefined) return undefined;
  return renderMore({ label: item.linkLabel ?? words.learnMore, href: item.href }, item.title);
}

function card(item: Service, site: RenderedSite): Html {
  const shown = renderPicture(site, item.picture, { sizes: '(min-width: 60rem) 24rem, 100vw' });
  return html`<li class="card">
    ${shown ?? (item.icon && html`<span class="chip">${renderIcon(item.icon)}</span>`)}
    <h3>${item.title}</h3>
    ${item.text && html`<p>${item.text}</p>`} ${item.price && html`<p class="price">${item.price}</p>`}
    ${more(item, wordsOf(site.tenant))}
  </li>`;
}

function row(item: Service, site: RenderedSite): Html {
  return html`<li>
    <div class="services-row ${item.price && 'services-priced'}">
      <h3>${item.title}</h3>
      ${item.price && html`<span class="price">${item.price}</span>`}
    </div>
    ${item.text && html`<p>${item.text}</p>`} ${more(item, wordsOf(site.tenant))}
  </li>`;
}
