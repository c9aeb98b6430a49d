import { s } from '@siteninja/schema';
import { attributes, type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { columnsFor, initials, renderHead } from '../../markup/parts';
import { renderPicture } from '../../markup/picture';
import { stylesheet } from '../../markup/stylesheet';
import { headFields, items, line, paragraph, picture, variant } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  items: items(
    s.object({
      quote: paragraph(800),
      author: line(),
      role: s.optional(line()),
      rating: s.optional(s.integer({ min: 1, max: 5 })),
      picture: s.optional(picture()),
    }),
    12,
  ),
  variant: s.describe(variant('cards', 'spotlight'), 'Cards; or each large, one below the other.'),
});

/** What customers say, in their words. */
export const testimonials = sectionType({
  type: 'testimonials',
  title: 'Testimonials',
  description: 'What your customers say, with their names and, if you like, a rating of one to five stars.',
  content,
  background: 'alternating',
  example: {
    eyebrow: 'Kind words',
    heading: 'What our customers say',
    items: [
      {
        quote: 'Came when they said they would and left the place cleaner than they found it.',
        author: 'Anna Weiss',
        role: 'Homeowner',
        rating: 5,
      },
      {
        quote: 'Clear advice, a fair price, and they remembered my name the second time.',
        author: 'Tom Okafor',
        role: 'Café owner',
        rating: 5,
      },
      {
        quote: 'The only ones who explained what was wrong before they told me what it costs.',
        author: 'Maria Lindqvist',
        rating: 4,
      },
    ],
    variant: 'cards',
  },
  render(content, { site, heading }) {
    const isSpotlight = content.variant === 'spotlight';
    const className = isSpotlight ? 'testimonials-spotlight' : `cards ${columnsFor(content.items.length)}`;
    return html`<div class="wrap">
      ${renderHead(content, { heading })}
      <ul${attributes({ class: className, role: 'list' })}>
        ${content.items.map(
          (item) =>
            html`<li${attributes({ class: isSpotlight ? undefined : 'card' })}>
              <figure>
                ${item.rating !== undefined && stars(item.rating)}
                <blockquote><p>${item.quote}</p></blockquote>
                <figcaption>
                  ${
                    renderPicture(site, item.picture, { sizes: '3rem' }) ??
                    html`<span class="monogram" aria-hidden="true">${initials(item.author)}</span>`
                  }
                  <span><strong>${item.author}</strong>${item.role}</span>
                </figcaption>
              </figure>
            </li>`,
        )}
      </ul>
    </div>`;
  },
  styles: stylesheet('section-types/testimonials/testimonials.css'),
});

function stars(rating: number): Html {
  return html`<p class="stars">
    <span class="hidden">${rating} out of 5 stars</span>
    ${[1, 2, 3, 4, 5].map((star) => renderIcon('star', star <= rating ? 'icon full' : 'icon'))}
  </p>`;
}
