import { s } from '@siteninja/schema';
import { html } from '../../markup/html';
import { mailLink } from '../../markup/links';
import { columnsFor, initials, renderHead } from '../../markup/parts';
import { renderPicture } from '../../markup/picture';
import { stylesheet } from '../../markup/stylesheet';
import { headFields, items, line, paragraph, picture } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  items: items(
    s.object({
      name: line(),
      role: s.optional(line()),
      text: s.optional(paragraph()),
      email: s.optional(s.email()),
      picture: s.optional(picture()),
    }),
    30,
  ),
});

/** The people behind the business. */
export const team = sectionType({
  type: 'team',
  title: 'Team',
  description: 'The people behind your business, with pictures or their initials.',
  content,
  background: 'alternating',
  example: {
    eyebrow: 'Who we are',
    heading: 'The people you will meet',
    items: [
      { name: 'Grace Miller', role: 'Founder', text: 'Answers the phone, and has an answer.' },
      { name: 'Samir Haddad', role: 'Workshop', text: 'Finds the fault that everyone else missed.' },
      { name: 'Lena Fischer', role: 'Customer care', text: 'Makes sure that promises are kept.' },
    ],
  },
  render(content, { site, heading }) {
    return html`<div class="wrap">
      ${renderHead(content, { heading })}
      <ul class="team-list ${columnsFor(content.items.length)}" role="list">
        ${content.items.map((person) => {
          const mail = person.email === undefined ? undefined : mailLink(person.email);
          return html`<li>
            ${
              renderPicture(site, person.picture, { sizes: '9rem' }) ??
              html`<span class="monogram" aria-hidden="true">${initials(person.name)}</span>`
            }
            <h3>${person.name}</h3>
            ${person.role && html`<p class="team-role">${person.role}</p>`}
            ${person.text && html`<p>${person.text}</p>`}
            ${mail && html`<p><a href="${mail}">${person.email}</a></p>`}
          </li>`;
        })}
      </ul>
    </div>`;
  },
  styles: stylesheet('section-types/team/team.css'),
});
