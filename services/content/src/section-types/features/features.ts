import { s } from '@siteninja/schema';
import { html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { columnsFor, renderHead } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { headFields, icon, items, line, paragraph } from '../fields';
import { layoutToVariant } from '../layout-to-variant';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  variant: s.default(s.enum('grid', 'steps'), 'grid'),
  items: items(s.object({ icon: s.optional(icon()), title: line(), text: paragraph() }), 12),
});

/** Reasons to choose the business, or the steps of how it works. */
export const features = sectionType({
  type: 'features',
  title: 'Features',
  description: 'Reasons to choose you, each with an icon; or, as steps, how working with you goes.',
  content,
  migrations: [layoutToVariant],
  background: 'alternating',
  example: {
    eyebrow: 'Why us',
    heading: 'Good work, without the drama',
    text: 'The things our customers tell their friends about.',
    variant: 'grid',
    items: [
      { icon: 'clock', title: 'On time', text: 'You get a time, not a day, and a call if anything changes.' },
      {
        icon: 'tag',
        title: 'Clear prices',
        text: 'A written quote before we start, and no surprises after.',
      },
      {
        icon: 'shield',
        title: 'Done properly',
        text: 'Insured, trained, and back at once if something is not right.',
      },
    ],
  },
  render(content, { heading }) {
    const isGrid = content.variant === 'grid';
    const columns = columnsFor(content.items.length);
    const list = content.items.map(
      (item) =>
        html`<li>
          ${isGrid && html`<span class="chip">${renderIcon(item.icon ?? 'check')}</span>`}
          <h3>${item.title}</h3>
          <p>${item.text}</p>
        </li>`,
    );
    return html`<div class="wrap">
      ${renderHead(content, { heading })}
      ${
        isGrid
          ? html`<ul class="features-list features-grid ${columns}" role="list">
              ${list}
            </ul>`
          : html`<ol class="features-list features-steps ${columns}" role="list">
              ${list}
            </ol>`
      }
    </div>`;
  },
  styles: stylesheet('section-types/features/features.css'),
});
