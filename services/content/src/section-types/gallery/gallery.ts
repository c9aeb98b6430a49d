import { s } from '@siteninja/schema';
import { attributes, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { columnsFor, renderHead } from '../../markup/parts';
import { renderPicture } from '../../markup/picture';
import { stylesheet } from '../../markup/stylesheet';
import { headFields, icon, items, line, picture, variant } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  items: items(
    s.object({
      picture: s.optional(picture()),
      title: line(),
      caption: s.optional(line(200)),
      icon: s.optional(icon()),
    }),
    60,
  ),
  variant: s.describe(
    variant('grid', 'mosaic', 'strip'),
    'A grid; the first picture large among smaller ones; edge to edge, with the captions on the pictures.',
  ),
});

/** Pictures of the work; an item without a picture is a tile in brand colours. */
export const gallery = sectionType({
  type: 'gallery',
  title: 'Gallery',
  description: 'Pictures with captions. A tile without a picture yet shows its icon on the brand colours.',
  content,
  background: 'alternating',
  example: {
    eyebrow: 'Recent work',
    heading: 'A look around',
    items: [
      { icon: 'home', title: 'Kitchen, Mill Lane', caption: 'New worktops and lighting' },
      { icon: 'droplet', title: 'Bathroom, Station Road', caption: 'Walk-in shower in five days' },
      { icon: 'hammer', title: 'Loft, Church Street', caption: 'A bedroom under the roof' },
    ],
    variant: 'grid',
  },
  render(content, { site, heading }) {
    const { variant } = content;
    const sizes = '(min-width: 60rem) 50vw, 100vw';
    const figures = content.items.map(
      (item) =>
        html`<li>
          <figure>
            ${
              renderPicture(site, item.picture, { sizes }) ??
              html`<div class="gallery-tile">${renderIcon(item.icon ?? 'camera')}</div>`
            }
            <figcaption><strong>${item.title}</strong> ${item.caption}</figcaption>
          </figure>
        </li>`,
    );
    const columns = variant === 'grid' ? columnsFor(figures.length) : '';
    const className = ['gallery-list', `gallery-${variant}`, columns].join(' ').trim();
    const list = html`<ul${attributes({ class: className, role: 'list' })}>${figures}</ul>`;
    return html`<div class="wrap">${renderHead(content, { heading })} ${variant !== 'strip' && list}</div>
      ${variant === 'strip' && list}`;
  },
  styles: stylesheet('section-types/gallery/gallery.css'),
});
