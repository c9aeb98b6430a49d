import { oneOf, optional, shape, withDefault } from '@siteninja/http';
import { html } from '../../delivery/render/html';
import { headFields, icon, items, line, paragraph } from './fields';
import { renderIcon } from './icons';
import { renderHead } from './parts';
import { sectionType } from './section-type';

const content = shape({
  ...headFields(),
  layout: withDefault(oneOf('grid', 'steps'), 'grid'),
  items: items(shape({ icon: optional(icon()), title: line(), text: paragraph() }), 12),
});

/** Reasons to choose the business, or the steps of how it works. */
export const features = sectionType({
  type: 'features',
  title: 'Features',
  description: 'Reasons to choose you, each with an icon; or, as steps, how working with you goes.',
  content,
  ground: 'alternating',
  example: {
    eyebrow: 'Why us',
    heading: 'Good work, without the drama',
    text: 'The things our customers tell their friends about.',
    layout: 'grid',
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
    const isGrid = content.layout === 'grid';
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
          ? html`<ul class="features-list features-grid" role="list">
              ${list}
            </ul>`
          : html`<ol class="features-list features-steps" role="list">
              ${list}
            </ol>`
      }
    </div>`;
  },
  styles: `
.features-list{list-style:none;margin:0;padding:0;display:grid;gap:2.4rem 2.6rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,16.5rem),1fr))}
.features-list h3{margin-bottom:.45rem}
.features-list p{color:var(--muted)}
.features-grid .chip{margin-bottom:1.15rem}
.features-steps{counter-reset:step;gap:2.4rem 2rem}
.features-steps li{counter-increment:step;position:relative;padding-top:4.2rem}
.features-steps li::before{content:counter(step);position:absolute;top:0;left:0;display:grid;place-items:center;width:2.9rem;height:2.9rem;border-radius:50%;background:var(--brand);color:var(--on-brand);font:700 1.15rem/1 var(--font-heading)}
.features-steps li::after{content:"";position:absolute;top:1.4rem;left:4rem;right:-1rem;border-top:2px dashed var(--line)}
.features-steps li:last-child::after{display:none}`,
});
