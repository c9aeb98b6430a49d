import { s } from '@siteninja/schema';
import { attributes, type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { columnsFor, renderHead, renderMore } from '../../markup/parts';
import { renderPicture } from '../../markup/picture';
import { type RenderedSite } from '../../markup/site';
import { stylesheet } from '../../markup/stylesheet';
import { type Words, wordsOf } from '../../markup/words';
import { headFields, icon, items, line, link, paragraph, picture, variant } from '../fields';
import { layoutToVariant } from '../layout-to-variant';
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
  variant: s.describe(
    variant('cards', 'list', 'menu', 'showcase'),
    'Cards; a list beside the heading; a menu in two columns; pictures and words in turn.',
  ),
  items: items(service, 60),
});

type Service = (typeof service)['output'];

/** The business's services: cards, or a list with prices for a menu or a price list. */
export const services = sectionType({
  type: 'services',
  title: 'Services',
  description: 'What you offer, as cards with icon, text, price and link; or as a list, such as a menu.',
  content,
  migrations: [layoutToVariant],
  background: 'alternating',
  example: {
    eyebrow: 'What we do',
    heading: 'Everything for a garden you love',
    text: 'From a first plan to a weekly visit.',
    variant: 'cards',
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
    const { variant } = content;
    const render = RENDERERS[variant];
    const columns = variant === 'cards' ? columnsFor(content.items.length) : '';
    return html`<div class="wrap services-with-${variant}">
      ${renderHead(content, { heading })}
      <ul${attributes({ class: `${LISTS[variant]} ${columns}`.trim(), role: 'list' })}>
        ${content.items.map((item) => render(item, site))}
      </ul>
    </div>`;
  },
  styles: stylesheet('section-types/services/services.css'),
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

/** A row of its own for each, with a picture, or an icon in its place. */
function scene(item: Service, site: RenderedSite): Html {
  const shown = renderPicture(site, item.picture, { sizes: '(min-width: 60rem) 36rem, 100vw' });
  return html`<li>
    ${shown ?? html`<div class="services-tile">${renderIcon(item.icon ?? 'star')}</div>`}
    <div>
      <h3>${item.title}</h3>
      ${item.text && html`<p>${item.text}</p>`} ${item.price && html`<p class="price">${item.price}</p>`}
      ${more(item, wordsOf(site.tenant))}
    </div>
  </li>`;
}

const RENDERERS = { cards: card, list: row, menu: row, showcase: scene };
const LISTS = { cards: 'cards', list: 'services-list', menu: 'services-list', showcase: 'services-scenes' };
