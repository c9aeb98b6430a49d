import { s } from '@siteninja/schema';
import { html } from '../../markup/html';
import { mailLink } from '../../markup/links';
import { columnsFor, initials, renderHead } from '../../markup/parts';
import { renderPicture } from '../../markup/picture';
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
  styles: `
.team-list{list-style:none;margin:0;padding:0;display:grid;gap:2.6rem 2rem}
.team-list img,.team-list .monogram{width:7.5rem;height:7.5rem;border-radius:50%;object-fit:cover;margin-bottom:1.1rem;font-size:2.1rem}
.team-list p{color:var(--muted);margin-top:.35rem;overflow-wrap:anywhere}
.team-list .team-role{color:var(--brand-text);font-weight:600;margin-top:.1rem}`,
});
