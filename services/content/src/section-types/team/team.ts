import { s } from '@siteninja/schema';
import { attributes, html } from '../../markup/html';
import { mailLink } from '../../markup/links';
import { columnsFor, initials, renderHead } from '../../markup/parts';
import { renderPicture } from '../../markup/picture';
import { stylesheet } from '../../markup/stylesheet';
import { headFields, items, line, paragraph, picture, variant } from '../fields';
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
  variant: s.describe(
    variant('portraits', 'cards', 'rows'),
    'Round portraits; large pictures; or one below the other, with room for words.',
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
    variant: 'portraits',
  },
  render(content, { site, heading }) {
    const { variant } = content;
    const columns = variant === 'rows' ? '' : columnsFor(content.items.length);
    const className = ['team-list', `team-${variant}`, columns].join(' ').trim();
    return html`<div class="wrap ${variant === 'rows' && 'team-columns'}">
      ${renderHead(content, { heading })}
      <ul${attributes({ class: className, role: 'list' })}>
        ${content.items.map((person) => {
          const mail = person.email === undefined ? undefined : mailLink(person.email);
          return html`<li>
            ${
              renderPicture(site, person.picture, {
                sizes: variant === 'cards' ? '(min-width: 40rem) 24rem, 100vw' : '9rem',
              }) ?? html`<span class="monogram" aria-hidden="true">${initials(person.name)}</span>`
            }
            <div>
              <h3>${person.name}</h3>
              ${person.role && html`<p class="team-role">${person.role}</p>`}
              ${person.text && html`<p>${person.text}</p>`}
              ${mail && html`<p><a href="${mail}">${person.email}</a></p>`}
            </div>
          </li>`;
        })}
      </ul>
    </div>`;
  },
  styles: stylesheet('section-types/team/team.css'),
});
