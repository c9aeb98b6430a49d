import { s } from '@siteninja/schema';
import { businessHours, exceptionsOf, readableHours } from '../../markup/business';
import { html } from '../../markup/html';
import { locationOf, tenantAt } from '../../markup/location';
import { renderHead } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { headFields, line, locationId, paragraph, variant } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  hours: s.optional(s.array(s.object({ day: line(60), text: line(120) }), { max: 21 })),
  locationId: locationId(),
  note: s.optional(paragraph(400)),
  variant: s.describe(variant('table', 'tiles'), 'A table beside the heading; or a tile for each day.'),
});

/** Opening hours: the section's own, else the business's. */
export const hours = sectionType({
  type: 'hours',
  title: 'Opening hours',
  description:
    'When you are open. Without hours of its own it shows those of your location, with its exceptions.',
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
    variant: 'table',
  },
  render(content, { site, heading }) {
    const own = content.hours ?? [];
    const tenant = tenantAt(site, content.locationId);
    const rows = own.length > 0 ? own : businessHours(tenant);
    if (rows.length === 0) return undefined;
    const exceptions = own.length > 0 ? [] : exceptionsOf(tenant, locationOf(site, content.locationId));
    const shown = [...rows, ...exceptions];
    if (content.variant === 'tiles') {
      return html`<div class="wrap hours-centered">
        ${renderHead(content, { heading })}
        <dl class="hours-tiles">
          ${shown.map(
            ({ day, text }) =>
              html`<div>
                <dt>${day}</dt>
                <dd>${readableHours(text)}</dd>
              </div>`,
          )}
        </dl>
        ${content.note && html`<p class="hours-note">${content.note}</p>`}
      </div>`;
    }
    return html`<div class="wrap hours-columns">
      ${renderHead(content, { heading })}
      <div class="card">
        <table>
          <tbody>
            ${shown.map(
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
