import { s } from '@siteninja/schema';
import { businessHours, readableHours } from '../../markup/business';
import { html } from '../../markup/html';
import { renderHead } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { headFields, line, paragraph } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  hours: s.optional(s.array(s.object({ day: line(60), text: line(120) }), { max: 21 })),
  note: s.optional(paragraph(400)),
});

/** Opening hours: the section's own, else the business's. */
export const hours = sectionType({
  type: 'hours',
  title: 'Opening hours',
  description: 'When you are open. Without hours of its own it shows those of your business.',
  content,
  background: 'alternating',
  example: {
    eyebrow: 'Opening hours',
    heading: 'When we are here',
    hours: [
      { day: 'Monday to Friday', text: '8:00-18:00' },
      { day: 'Saturday', text: '9:00-14:00' },
      { day: 'Sunday', text: 'closed' },
    ],
    note: 'On public holidays we are closed.',
  },
  render(content, { site, heading }) {
    const rows = content.hours?.length ? content.hours : businessHours(site.tenant);
    if (rows.length === 0) return undefined;
    return html`<div class="wrap hours-columns">
      ${renderHead(content, { heading })}
      <div class="card">
        <table>
          <tbody>
            ${rows.map(
              ({ day, text }) =>
                html`<tr>
                  <th scope="row">${day}</th>
                  <td>${readableHours(text)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
        ${content.note && html`<p class="hours-note">${content.note}</p>`}
      </div>
    </div>`;
  },
  styles: stylesheet('section-types/hours/hours.css'),
});
