import { s } from '@siteninja/schema';
import { attributes, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { columnsFor, renderHead } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { headFields, icon, items, line, paragraph, variant } from '../fields';
import { layoutToVariant } from '../layout-to-variant';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  variant: s.describe(
    variant('grid', 'steps', 'rows', 'band'),
    'A grid; numbered steps; rows beside the heading; a grid on the brand colours.',
  ),
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
    const { variant } = content;
    const columns = variant === 'rows' ? '' : columnsFor(content.items.length);
    const list = content.items.map(
      (item) =>
        html`<li>
          ${variant !== 'steps' && html`<span class="chip">${renderIcon(item.icon ?? 'check')}</span>`}
          <div>
            <h3>${item.title}</h3>
            <p>${item.text}</p>
          </div>
        </li>`,
    );
    const className = ['features-list', `features-${variant}`, columns].join(' ').trim();
    return html`<div${attributes({ class: WRAPS[variant] })}>
      ${renderHead(content, { heading })}
      ${
        variant === 'steps'
          ? html`<ol${attributes({ class: className, role: 'list' })}>${list}</ol>`
          : html`<ul${attributes({ class: className, role: 'list' })}>${list}</ul>`
      }
    </div>`;
  },
  styles: stylesheet('section-types/features/features.css'),
});

const WRAPS = {
  grid: 'wrap',
  steps: 'wrap',
  rows: 'wrap features-columns',
  band: 'wrap deep features-deep',
};
