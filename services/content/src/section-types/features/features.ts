import { s } from '@siteninja/schema';
import { html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { columnsFor, renderHead } from '../../markup/parts';
import { headFields, icon, items, line, paragraph } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  layout: s.default(s.enum('grid', 'steps'), 'grid'),
  items: items(s.object({ icon: s.optional(icon()), title: line(), text: paragraph() }), 12),
});

/** Reasons to choose the business, or the steps of how it works. */
export const features = sectionType({
  type: 'features',
  title: 'Features',
  description: 'Reasons to choose you, each with an icon; or, as steps, how working with you goes.',
  content,
  background: 'alternating',
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
  styles: `
.features-list{list-style:none;margin:0;padding:0;display:grid;gap:2.4rem 2.6rem}
.features-list h3{margin-bottom:.45rem}
.features-list p{color:var(--muted)}
.features-grid .chip{margin-bottom:1.15rem}
.features-steps{counter-reset:step;gap:0 2rem}
.features-steps li{counter-increment:step;position:relative;padding:0 0 2.4rem 4.4rem}
.features-steps li::before{content:counter(step);position:absolute;top:0;left:0;display:grid;place-items:center;width:2.9rem;height:2.9rem;border-radius:50%;background:var(--brand);color:var(--on-brand);font:700 1.15rem/1 var(--font-heading)}
.features-steps li::after{content:"";position:absolute;top:3.5rem;bottom:.6rem;left:1.4rem;border-left:2px dashed var(--line)}
.features-steps li:last-child{padding-bottom:0}
.features-steps li:last-child::after{display:none}
.features-steps h3{padding-top:.55rem}
@media(min-width:52rem){.features-steps{row-gap:2.4rem}.features-steps li{padding:4rem 0 0}
.features-steps li::after{inset:1.4rem -1rem auto 4rem;border:0;border-top:2px dashed var(--line)}}`,
});
